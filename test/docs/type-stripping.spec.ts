import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readPage } from './support/markdown.js';

/** Node.js 20 does not remove types: there the file is what is left when they are removed. */
const REMOVES_TYPES = 'typescript' in process.features && Boolean(process.features.typescript);
const [NAME, TYPE] = REMOVES_TYPES ? ['service.ts', ': string'] : ['service.js', ''];

describe('A decorator that Node.js is given without a compiler', () => {
  let folder: string;
  let said: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'type-stripping-'));
    const file = join(folder, NAME);
    await writeFile(file, `const SsmParam = () => () => {};\nclass Service { @SsmParam() host${TYPE}; }\n`);
    const failure: unknown = await promisify(execFile)(process.execPath, [file]).catch(
      (error: unknown) => error,
    );
    said = /^SyntaxError: .*$/m.exec(String(Object(failure).stderr))?.[0] ?? 'nothing';
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each(['docs/start/quick-start.md', 'docs/reference/troubleshooting.md'])(
    'fails as %s says, which also says what to use instead',
    async (path) => {
      const { text } = await readPage(path);
      expect(text).toContain(`\`${said}\``);
      const after = text.slice(text.indexOf(said)).split('\n## ')[0];
      expect(after).toContain('`nest start`');
    },
  );
});
