import { deepStrictEqual } from 'node:assert/strict';
import { join } from 'node:path';
import { startAndAsk } from './app-process.js';
import { withLocalParameters } from './local-parameters.js';
import { nodeFolder } from './node-versions.js';

const GREETED = { status: 200, text: '{"text":"Hello, Ada!","repeats":2}', end: 0 };

/** Starts what was built, by plain `node` and with the client of the SDK, and expects an answer and an end by itself. */
export const startStep =
  ({ args = ['dist/main.js'], path = '/greetings/Ada', expected = GREETED, folder = '.' } = {}) =>
  async (project, node) => {
    const binary = join(await nodeFolder(node), 'node');
    const answer = await withLocalParameters((env) =>
      startAndAsk(binary, args, { cwd: project.path(folder), env, path }),
    );
    deepStrictEqual({ ...answer, ...expected }, answer);
  };
