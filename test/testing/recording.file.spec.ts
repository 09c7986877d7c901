import { execFile } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  InMemoryParameterStore,
  recordClient,
  RecordingFileError,
  replayClient,
} from 'nestjs-ssm-cache/testing';
import { rejection, thrown } from '../support/make-cache.js';
import { compileRecording, startRecorder, type Recorder } from './support/recorder.js';
import { closeRecordings, recordingFolder } from './support/recordings.js';

const folder = recordingFolder();
const store = () => new InMemoryParameterStore({ '/a': 's3cret', '/b': '{"user":"s3cret"}' });
const record = (file: string) => recordClient(store(), file);
const calls = (file: string): any[] => JSON.parse(readFileSync(file, 'utf8')).calls;

jest.setTimeout(60_000);
beforeAll(() => compileRecording(folder.path));

const moduleUrl = (): string => pathToFileURL(join(folder.path, 'recording.mjs')).href;

/** A module that records to a file, and prints what came of it. */
const recordsTo = (file: string): string => `
  import { recordClient } from '${moduleUrl()}';
  let said = 'recorded';
  try {
    await recordClient({ getParameter: async () => ({}) }, ${JSON.stringify(file)}).getParameter({ Name: '/a' });
  } catch ({ code, message }) {
    said = code + ' ' + message;
  }
  console.log(said);`;

const node = (script: string): string[] => [process.execPath, '--input-type=module', '-e', script];

/** What another process says that records to a file. */
async function saidElsewhere(file: string, temporary = tmpdir()): Promise<string> {
  const [command = '', ...args] = node(recordsTo(file));
  const env = { ...process.env, NODE_OPTIONS: '', TMPDIR: temporary };
  const { stdout } = await promisify(execFile)(command, args, { env });
  return stdout.trim();
}

const recorders: Recorder[] = [];

async function recorder(file: string, temporary = folder.path): Promise<Recorder> {
  const started = await startRecorder(folder.path, file, temporary);
  recorders.push(started);
  return started;
}

afterEach(async () => {
  for (const one of recorders.splice(0)) await one.kill();
});

describe('Two processes and one recording', () => {
  it('the second is told who records to it, and the calls of the first are all there', async () => {
    const file = folder.file();
    const recorded = record(file);
    await recorded.getParameter({ Name: '/a' });
    expect(await saidElsewhere(file)).toMatch(
      new RegExp(
        `^SSM_CACHE_RECORDING_FILE The recording "${file}" is already being written by process ${process.pid} on ".+" since 20.+Z\\. ` +
          'Record to another file, or call destroy\\(\\) on every client that records to it, or end that process\\. ' +
          'If no process records to it, delete ".+\\.lock\\.json"\\.$',
      ),
    );
    await recorded.getParameter({ Name: '/b' });
    expect(calls(file)).toHaveLength(2);
  });

  it('the second may record when the first has destroyed its clients', async () => {
    const file = folder.file();
    const [one, other] = [record(file), record(file)];
    one.destroy();
    expect(await saidElsewhere(file)).toContain('already being written');
    other.destroy();
    expect(await saidElsewhere(file)).toBe('recorded');
    expect(calls(file)).toHaveLength(1);
  });

  it('the second may record when the first has ended without destroying anything', async () => {
    const file = folder.file();
    expect(await saidElsewhere(file)).toBe('recorded');
    expect(await saidElsewhere(file)).toBe('recorded');
    await record(file).getParameter({ Name: '/a' });
    expect(calls(file)).toHaveLength(1);
  });

  it('are told apart by the file, whatever name it goes by', async () => {
    const file = folder.file();
    record(file);
    const link = folder.file('link.json');
    symlinkSync(file, link);
    expect(await saidElsewhere(link)).toContain(
      `"${link}" is already being written by process ${process.pid}`,
    );
    expect(await saidElsewhere(relative(process.cwd(), file))).toContain('already being written');
    expect(await saidElsewhere(folder.file('other.json'))).toBe('recorded');
  });

  it('may be threads of one process', async () => {
    const file = folder.file();
    record(file);
    const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(recordsTo(file))}`), {
      stdout: true,
    });
    const [output] = await once(worker.stdout, 'data');
    expect(String(output)).toContain(`already being written by process ${process.pid}`);
    await worker.terminate();
  });

  it('that do not see the same lock notice each other all the same', async () => {
    const file = folder.file();
    const elsewhere = folder.file('tmp');
    mkdirSync(elsewhere);
    const first = record(file);
    await first.getParameter({ Name: '/a' });
    await first.getParameter({ Name: '/b' });
    const second = await recorder(file, elsewhere);
    const error = await rejection(first.getParameter({ Name: '/a' }));
    expect(error).toBeInstanceOf(RecordingFileError);
    expect(error.message).toBe(
      `The recording "${file}" was changed by another program, so no call is added to it. Record to a file that nothing else writes.`,
    );
    await second.call(2);
    expect(calls(file)).toHaveLength(2);
  });
});

describe('A process that is killed while it records', () => {
  it('leaves a recording, no secret, and only files that *.json matches', async () => {
    const home = folder.file('home');
    const file = join(home, 'recording.json');
    mkdirSync(home);
    const killed = await recorder(file, home);
    await killed.call(20);
    await killed.kill();
    const left = readdirSync(home);
    expect(left).toContain('recording.json');
    for (const name of left) {
      expect(name).toMatch(/\.json$/);
      expect(readFileSync(join(home, name), 'utf8')).not.toContain('s3cret');
    }
    expect(calls(file)).toHaveLength(20);
    expect((await replayClient(file).getParameter({ Name: '/19' })).Parameter?.Value).toMatch(/^\*\*\*\d+$/);
  });

  it('in the middle of its calls leaves what is at most a call short', async () => {
    const home = folder.file('home');
    mkdirSync(home);
    for (const milliseconds of [0, 3, 8, 20]) {
      const file = join(home, `${milliseconds}.json`);
      const killed = await recorder(file, home);
      killed.begin(10_000);
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
      await killed.kill();
      const names = calls(file).map(({ input }) => input.Name);
      expect(names).toEqual(names.map((_, index) => `/${index}`));
      expect(readFileSync(file, 'utf8')).not.toContain('s3cret');
    }
    expect(readdirSync(home).filter((name) => !name.endsWith('.json'))).toEqual([]);
  });

  it('hands its recording over to the next', async () => {
    const file = folder.file();
    const killed = await recorder(file);
    await killed.call(1);
    expect(await saidElsewhere(file, folder.path)).toContain('already being written');
    await killed.kill();
    const next = await recorder(file);
    await next.call(3);
    expect(calls(file)).toHaveLength(3);
  });
});

describe('The file of a recording', () => {
  it('that something else writes is not written over', async () => {
    for (const change of [
      (file: string) => appendFileSync(file, ' '),
      (file: string) => truncateSync(file, 10),
      (file: string) => writeFileSync(file, '{}'),
    ]) {
      const file = folder.file(`${Math.random()}.json`);
      const recorded = record(file);
      await recorded.getParameter({ Name: '/a' });
      change(file);
      const changed = readFileSync(file, 'utf8');
      expect((await rejection(recorded.getParameter({ Name: '/b' }))).message).toContain(
        'by another program',
      );
      expect(readFileSync(file, 'utf8')).toBe(changed);
    }
  });

  it('holds the calls that it had when there is no room for another', async () => {
    const file = folder.file();
    const script = `
      import { recordClient } from '${moduleUrl()}';
      const client = recordClient({ getParameters: async () => ({}) }, ${JSON.stringify(file)});
      process.on('SIGXFSZ', () => {});
      await client.getParameters({ Names: ['/a'] });
      await client.getParameters({ Names: ['/b'.repeat(1e6)] }).catch(({ message }) => console.log(message));
      await client.getParameters({ Names: ['/c'] });`;
    const limited = ['-c', 'ulimit -f 100; exec "$@"', 'sh', ...node(script)];
    const { stdout } = await promisify(execFile)('sh', limited, {
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    expect(stdout).toContain(`The recording "${file}" cannot be written (EFBIG).`);
    expect(calls(file).map(({ input }) => input.Names[0].slice(0, 2))).toEqual(['/a', '/c']);
  });

  it.each([
    ['UTF-8', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf8')],
    ['UTF-16, little end first', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-16, big end first', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
    [
      'UTF-8 with lines as on Windows',
      (text: string) => Buffer.from(`\uFEFF${text.replaceAll('\n', '\r\n')}`),
    ],
  ])('may have been saved with a byte order mark: %s', async (_encoding, encoded) => {
    const file = folder.file();
    await record(file).getParameter({ Name: '/a' });
    closeRecordings();
    writeFileSync(file, encoded(readFileSync(file, 'utf8')));
    expect((await replayClient(file).getParameter({ Name: '/a' })).Parameter?.Value).toBe('***1');
  });

  it.each([
    ['{"user":"s3cret"}', '{"user":"***1"}'],
    ['["s3cret"]', '["***1"]'],
  ])('keeps the byte order mark of a JSON secret, and masks it: %s', async (json, masked) => {
    const fake = { getSecretValue: async (_input: object) => ({ SecretString: `\uFEFF${json}` }) };
    await recordClient(fake, folder.file()).getSecretValue({ SecretId: 's' });
    const { SecretString } = await replayClient(folder.file()).getSecretValue({ SecretId: 's' });
    expect(SecretString).toBe(`\uFEFF${masked}`);
  });
});

describe('A recording behind a symbolic link', () => {
  /** Records by a name that leads to a target, and looks at both. */
  async function recordedBehind(name: string, target: string, link = name) {
    const recorded = record(name);
    await recorded.getParameter({ Name: '/a' });
    await recorded.getParameter({ Name: '/b' });
    const { Parameter } = await replayClient(name).getParameter({ Name: '/a' });
    return {
      isStillLink: lstatSync(link).isSymbolicLink(),
      isTarget: lstatSync(target).isFile() && realpathSync(name) === realpathSync(target),
      calls: calls(target).length,
      replayed: Parameter?.Value,
    };
  }
  const GOOD = { isStillLink: true, isTarget: true, calls: 2, replayed: '***1' };

  it('is written to the file that it leads to', async () => {
    const [target, link] = [folder.file('target.json'), folder.file('link.json')];
    writeFileSync(target, 'of before');
    symlinkSync(target, link);
    expect(await recordedBehind(link, target)).toEqual(GOOD);
  });

  it('is written where it leads, also if nothing is there yet', async () => {
    const target = folder.file('later/sub/target.json');
    const link = folder.file('link.json');
    symlinkSync(target, link);
    expect(await recordedBehind(link, target)).toEqual(GOOD);
  });

  it('is written by way of several links, relative ones too', async () => {
    const target = folder.file('target.json');
    const [first, second] = [folder.file('1.json'), folder.file('2.json')];
    symlinkSync(target, second);
    symlinkSync(relative(folder.path, second), first);
    expect(await recordedBehind(first, target)).toEqual(GOOD);
  });

  it('is written by way of a folder that is a link', async () => {
    const [target, link] = [folder.file('target'), folder.file('link')];
    mkdirSync(target);
    symlinkSync(target, link);
    expect(
      await recordedBehind(join(link, 'new/recording.json'), join(target, 'new/recording.json'), link),
    ).toEqual(GOOD);
  });

  it('is shared with clients that record to the file itself', async () => {
    const [target, link] = [folder.file('target.json'), folder.file('link.json')];
    symlinkSync(target, link);
    await record(link).getParameter({ Name: '/a' });
    await record(target).getParameter({ Name: '/b' });
    expect(calls(target)).toHaveLength(2);
  });

  it('cannot be written where links lead round in a circle', () => {
    const [one, other] = [folder.file('1.json'), folder.file('2.json')];
    symlinkSync(one, other);
    symlinkSync(other, one);
    const error = thrown(() => record(one));
    expect(error).toBeInstanceOf(RecordingFileError);
    expect(error.message).toContain('cannot be written (ELOOP)');
  });
});
