import { withoutExtension } from '../runner/commonjs.js';
import { fileIn, firstCommand, page } from '../runner/pages.js';
import { nestProject } from '../runner/template.js';

const PACKAGE = 'nestjs-ssm-cache';
const FILES = ['greeting.service.ts', 'app.module.ts', 'greeting.service.spec.ts'];

/** The first blocks of the README, word for word, in what `nest new` gives: they end in a test that passes. */
const readme = ({ name, about, nest, adapt = (source) => source }) => ({
  name,
  about,
  notApplicable: { start: { any: 'it needs AWS' } },
  async prepare(project) {
    await project.copy(await nestProject(nest), '.');
    const text = await page('README.md');
    for (const file of FILES) await project.write(`src/${file}`, adapt(fileIn(text, file)));
    const [command, ...args] = firstCommand(text);
    const packages = args.map((arg) => (arg === PACKAGE ? project.tarball : arg));
    await project.run(command, [...packages, '--no-audit', '--no-fund']);
  },
  typecheck: (project) => project.run('tsc', ['--noEmit', '-p', 'tsconfig.json']),
  build: (project) => project.run('npm', ['run', 'build']),
  test: (project, node) => project.run('npm', ['test'], { node }),
});

export const readme12 = readme({
  name: 'readme',
  about: 'the first blocks of the README to a passing test, in what nest new gives',
  nest: 12,
});

export const readme11 = readme({
  name: 'readme-11',
  about: 'the same with Nest 11, which is CommonJS',
  nest: 11,
  adapt: withoutExtension,
});
