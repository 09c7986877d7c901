import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeBlocks } from '../runner/code-blocks.js';
import { repository } from '../runner/places.js';
import { startStep } from '../runner/start-step.js';
import { nestProject } from '../runner/template.js';

const PACKAGE = 'nestjs-ssm-cache';

/** `statement; // → value` */
const CLAIM = /^(.+); \/\/ → (.+)$/m;

/** The test of the page as a spec file: what the page says that a line gives is expected of it, all else is word for word. */
const asSpec = (block) => {
  if (!CLAIM.test(block)) throw new Error('The test of the README says of no line what it gives.');
  const isImport = (line) => line.startsWith('import ');
  const lines = block.split('\n');
  const statements = lines
    .filter((line) => !isImport(line))
    .map((line) => line.replace(CLAIM, 'expect($1).toEqual($2);'));
  return [
    ...lines.filter(isImport),
    '',
    "it('works as written', async () => {",
    ...statements,
    '});',
    '',
  ].join('\n');
};

const section = (page, title) => page.split(/^## /m).find((text) => text.startsWith(`${title}\n`));

export default {
  name: 'newcomer',
  about: 'the first example of the README, typed into what nest new gives',
  async prepare(project) {
    await project.copy(await nestProject(12), '.');
    const page = await readFile(join(repository, 'README.md'), 'utf8');
    const blocks = codeBlocks(section(page, 'Thirty seconds'));
    const named = (name) => blocks.find(({ code }) => code.startsWith(`// ${name}\n`)).code;
    const spec = blocks.find(({ code }) => code.includes('createTestingModule')).code;
    const [command, ...args] = blocks
      .find(({ language }) => language === 'sh')
      .code.trim()
      .split(' ');
    await project.write('src/app.module.ts', named('app.module.ts'));
    await project.write('src/greeting.service.ts', named('greeting.service.ts'));
    await project.write('src/greeting.service.spec.ts', asSpec(spec));
    await project.run(command, [
      ...args.map((arg) => (arg === PACKAGE ? project.tarball : arg)),
      '--no-audit',
      '--no-fund',
    ]);
  },
  typecheck: (project) => project.run('tsc', ['--noEmit', '-p', 'tsconfig.json']),
  build: (project) => project.run('npm', ['run', 'build']),
  test: (project, node) => project.run('npm', ['test'], { node }),
  start: startStep({ expected: { status: 404, end: 'SIGTERM' } }),
};
