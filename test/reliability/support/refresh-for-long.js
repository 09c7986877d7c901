import { SsmCache } from 'nestjs-ssm-cache';

/** Refreshes everything that a cache can hold again and again, each time with new values, and weighs the heap. */

const refreshes = Number(process.argv[2]);
const turn = () => new Promise((resolve) => setImmediate(resolve));

let version = 0;
let time = 0;
let calls = 0;
let told = 0;

const parameter = (Name) => ({ Name, Value: `value ${version}`, Type: 'String', Version: version });

const answer = (make) => async () => {
  calls += 1;
  // Now and then something goes wrong, so that what failures leave behind is weighed as well.
  if (calls % 50 === 0) throw Object.assign(new Error('UnknownError'), { name: 'ThrottlingException' });
  return make();
};

const client = {
  getParameters: ({ Names }) => answer(() => ({ Parameters: Names.map(parameter) }))(),
  getParametersByPath: ({ Path }) =>
    answer(() => ({ Parameters: [`${Path}/always`, `${Path}/${version % 7}`].map(parameter) }))(),
  getSecretValue: ({ SecretId }) =>
    answer(() => ({ Name: SecretId, SecretString: `value ${version}`, VersionId: String(version) }))(),
};

const runtime = {
  clock: { wall: () => time, monotonic: () => time },
  scheduler: { endOfTurn: (task) => setImmediate(task), after: () => () => {} },
  random: () => 0,
};

const cache = new SsmCache(
  { maxAge: 10, minRefreshInterval: 0, ssmClient: client, secretsManagerClient: client },
  runtime,
);
const listen = () => (told += 1);

const group = cache.createGroup();
const members = [group.parameter('/member'), group.secret('member')];
await group.parameters('/listed');
const handles = [
  cache.parameter('/x'),
  cache.parameter('/x', { transform: async (text) => ({ text }) }),
  cache.secret('s'),
  cache.parameters('/tree'),
  ...members,
];
for (const handle of handles) handle.onChange(listen);
group.onChange(listen);
cache.changes$.subscribe(listen);
const recover = handles[0].refreshOnError(async () => {
  if (version % 2 === 0) throw new Error('a call that fails');
});

const weigh = async () => {
  for (let round = 0; round < 5; round += 1) {
    await turn();
    globalThis.gc();
  }
  return process.memoryUsage().heapUsed;
};

/** Each handle refreshes its unit once, the listed members with the group. */
const UNITS = 4;
let done = 0;

const refreshAll = async () => {
  version += 1;
  time += 20_000;
  const stop = handles[0].onChange(listen);
  const forced = [handles[0], handles[2], handles[3], group].map((target) => target.refresh().catch(() => {}));
  await Promise.all([...forced, recover().catch(() => {})]);
  for (const handle of handles) void handle.value;
  await handles[1].get();
  [...group].forEach((handle) => handle.version);
  cache.inspect();
  stop();
  done += UNITS;
};

for (let round = 0; round < 2_000; round += 1) await refreshAll();
const before = await weigh();
done = 0;
while (done < refreshes) await refreshAll();
const growth = (await weigh()) - before;
if (told === 0) throw new Error('Nobody was told of anything.');
process.stdout.write(JSON.stringify({ growth, done }));
