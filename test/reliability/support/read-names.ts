import { SsmCache } from 'nestjs-ssm-cache';

/** Reads names as requests bring them, each once, and weighs what is left of them. */

const AT_ONCE = 1_000;
const SECRETS = 10;

const collectGarbage = globalThis.gc as () => void;
/** Node.js calls what is registered for a collection in tasks of its own, after those of this turn. */
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 100));

const weigh = async (): Promise<number> => {
  for (let round = 0; round < 5; round += 1) {
    await pause();
    collectGarbage();
  }
  return process.memoryUsage().heapUsed;
};

const valueOf = (name: string): string => `the value of ${name}`;

const cache = new SsmCache({
  ssmClient: {
    getParameters: async ({ Names }: { readonly Names: readonly string[] }) => ({
      Parameters: Names.map((Name) => ({ Name, Value: valueOf(Name), Type: 'String', Version: 1 })),
    }),
  },
  secretsManagerClient: {
    getSecretValue: async ({ SecretId }: { readonly SecretId: string }) => ({
      Name: SecretId,
      SecretString: valueOf(SecretId),
      VersionId: 'v1',
    }),
  },
});

const readOne = async (name: string, index: number): Promise<number> => {
  const handle = index % SECRETS === 0 ? cache.secret(name) : cache.parameter(name);
  return (await handle.get()) === valueOf(name) ? 1 : 0;
};

const readAll = async (tenant: string, count: number): Promise<number> => {
  let read = 0;
  for (let from = 0; from < count; from += AT_ONCE) {
    const length = Math.min(AT_ONCE, count - from);
    const ones = Array.from({ length }, (_, at) => readOne(`/${tenant}/${from + at}`, from + at));
    read += (await Promise.all(ones)).reduce((sum, one) => sum + one, 0);
  }
  return read;
};

// Code that has never run takes memory too, which is not what is weighed.
await readAll('warm', 100);
const before = await weigh();
const read = await readAll('tenant', Number(process.argv[2]));
const growth = (await weigh()) - before;
cache.close();
process.stdout.write(JSON.stringify({ growth, read }));
