import { SsmCache } from 'nestjs-ssm-cache';

/** Refreshes everything that a cache can hold again and again, each time with new values, and weighs the heap. */

const refreshes = Number(process.argv[2]);
const turn = () => new Promise((resolve) => setImmediate(resolve));

let version = 0;
let time = 0;
let calls = 0;
let told = 0;
/** How many calls hang whose deadline has not come. */
let hung = 0;
const timers = new Set();

const parameter = (Name) => ({ Name, Value: `value ${version}`, Type: 'String', Version: version });

/** Now and then something goes wrong, so that what failures and deadlines leave behind is weighed as well. */
const answer = async (make, { abortSignal }) => {
  calls += 1;
  if (calls % 50 === 0) throw Object.assign(new Error('UnknownError'), { name: 'ThrottlingException' });
  if (calls % 77 === 0) {
    hung += 1;
    abortSignal.addEventListener('abort', () => (hung -= 1));
    await new Promise(() => {});
  }
  return make();
};

const fireTimers = () => {
  const due = [...timers];
  timers.clear();
  for (const task of due) task();
};

const client = {
  getParameters: ({ Names }, call) => answer(() => ({ Parameters: Names.map(parameter) }), call),
  getParametersByPath: ({ Path }, call) =>
    answer(() => ({ Parameters: [`${Path}/always`, `${Path}/${version % 7}`].map(parameter) }), call),
  getSecretValue: ({ SecretId }, call) =>
    answer(() => ({ Name: SecretId, SecretString: `value ${version}`, VersionId: String(version) }), call),
};

const runtime = {
  clock: { now: () => ({ wall: time, monotonic: time }) },
  scheduler: {
    endOfTurn: (task) => setImmediate(() => task()),
    after: (_, task) => {
      timers.add(task);
      return () => timers.delete(task);
    },
  },
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
const singles = Array.from({ length: 16 }, (_, index) => cache.parameter(`/single/${index}`));
const handles = [
  cache.parameter('/x'),
  cache.parameter('/x', { transform: async (text) => ({ text }) }),
  cache.secret('s'),
  cache.parameters('/tree'),
  ...members,
  ...singles,
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

const targets = [handles[0], handles[2], handles[3], group, ...singles];

/** Waits for what is under way; what hangs ends at its deadline. */
const untilSettled = async (promises) => {
  const progress = { isOver: false };
  void Promise.all(promises).then(() => (progress.isOver = true));
  while (!progress.isOver) {
    await turn();
    if (hung > 0) fireTimers();
  }
};

const refreshAll = async () => {
  version += 1;
  time += 20_000;
  const stop = handles[0].onChange(listen);
  const forced = targets.map((target) => target.refresh().catch(() => {}));
  await untilSettled([...forced, recover().catch(() => {}), handles[1].get()]);
  for (const handle of [...handles, ...group]) void handle.version;
  if (version % 100 === 0) cache.inspect();
  stop();
};

const WARM_UP = 5_000;
for (let round = 0; round < WARM_UP; round += 1) await refreshAll();
const before = await weigh();
const rounds = Math.ceil(refreshes / targets.length);
for (let round = 0; round < rounds; round += 1) await refreshAll();
const growth = (await weigh()) - before;
if (told === 0) throw new Error('Nobody was told of anything.');
process.stdout.write(JSON.stringify({ growth, done: rounds * targets.length }));
