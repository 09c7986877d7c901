import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Records as many calls as it is told, all of them with secrets. */
const RECORDER = `
import { recordClient } from './recording.mjs';
const answer = ({ Name }) => ({ Parameter: { Name, Value: 's3cret ' + Name }, SecretString: '{"a":"s3cret"}' });
const client = recordClient({ getParameter: async (input) => answer(input) }, process.argv[2]);
let made = 0;
process.on('message', async (times) => {
  for (let count = 0; count < times; count += 1, made += 1) await client.getParameter({ Name: '/' + made });
  process.send('called');
});
process.send('ready');`;

/** Another process that records to a file. */
export interface Recorder {
  /** Lets it begin so many calls. */
  readonly begin: (times: number) => void;
  /** Lets it make so many calls, and waits for them. */
  readonly call: (times: number) => Promise<void>;
  readonly kill: () => Promise<void>;
}

/** Makes the module `recording.mjs` in a folder: what records and replays, in one file that starts fast. */
export async function compileRecording(folder: string): Promise<void> {
  await run(join(ROOT, 'node_modules/.bin/esbuild'), [
    join(ROOT, 'lib/testing/recording/index.ts'),
    '--bundle',
    '--format=esm',
    '--platform=node',
    '--log-level=error',
    `--outfile=${join(folder, 'recording.mjs')}`,
  ]);
  await writeFile(join(folder, 'recorder.mjs'), RECORDER);
}

/** @param temporary where the process has its temporary files */
export async function startRecorder(folder: string, file: string, temporary: string): Promise<Recorder> {
  const env = { ...process.env, NODE_OPTIONS: '', TMPDIR: temporary };
  const child = fork(join(folder, 'recorder.mjs'), [file], { env, execArgv: [] });
  await once(child, 'message');
  return {
    begin: (times) => void child.send(times),
    call: async (times) => {
      child.send(times);
      await once(child, 'message');
    },
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}
