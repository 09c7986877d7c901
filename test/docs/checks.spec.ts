import { beforeAll, describe, expect, it } from '@jest/globals';
import { blockProblems, compilerProblems, runProblems } from './support/check-page.js';
import { anchors, codeBlocks, type Page } from './support/markdown.js';

const pageOf = (language: string, code: string): Page => ({
  path: 'page.md',
  text: `# A page\n\nSome text.\n\n\`\`\`${language}\n${code}\n\`\`\`\n`,
});

const world = `import { SsmCache } from 'nestjs-ssm-cache';
import { InMemoryParameterStore } from 'nestjs-ssm-cache/testing';
const cache = new SsmCache({ ssmClient: new InMemoryParameterStore({ '/host': 'db' }) });
`;

const wrong: readonly (readonly [kind: string, code: string])[] = [
  ['a complete one', `import { SsmCache } from 'nestjs-ssm-cache';\nnew SsmCache({ maxAge: 'long' });`],
  ['a fragment', `\nnew SsmCache({ maxAge: 'long' });`],
  ['members', `@SsmParam('/db/host') readonly host!: string;\n@SsmParam('/db/port') readonly port!: Date;`],
  ['a file', `// app.module.ts\nexport const port: number = '5432';`],
  ['one that names what there is not', `import {\n  SsmCaches } from 'nestjs-ssm-cache';\nSsmCaches;`],
  ['no TypeScript at all', `const one = 1;\nThis is no code.`],
];

const right: readonly (readonly [kind: string, code: string])[] = [
  ['a whole one', `${world}await cache.parameter('/host').get();`],
  ['statements', `const cache = new SsmCache({ maxAge: 300 });`],
  ['a member', `@SsmParam('/db/port') private readonly port!: number;`],
];

const twoFiles: Page = {
  path: 'two files',
  text: `\`\`\`ts\n// greet.ts\nexport const greet = (name: string): string => name;\n\`\`\`\n\n\`\`\`ts\ngreet(1);\n\`\`\`\n`,
};

describe('A block that the compiler sees', () => {
  let problems: ReadonlyMap<string, readonly string[]>;

  beforeAll(() => {
    const pages = [...wrong, ...right].map(([kind, code]) => ({ ...pageOf('ts', code), path: kind }));
    problems = compilerProblems([...pages, twoFiles]);
  }, 60_000);

  it.each(wrong)('is found when it does not compile, with its line: %s', (kind) => {
    expect(problems.get(kind)).toContainEqual(expect.stringMatching(/^line 7: /));
  });

  it.each(right)('is taken when it compiles: %s', (kind) => {
    expect(problems.get(kind)).toEqual([]);
  });

  it('is found where it does not fit a file of the same page', () => {
    expect(problems.get('two files')).toEqual([
      `line 7: Argument of type 'number' is not assignable to parameter of type 'string'.`,
    ]);
  });
});

const honest: readonly (readonly [claims: string, code: string])[] = [
  ['a value', `await cache.parameter('/host').get(); // → 'db'`],
  ['a value with a name', `const host = await cache.parameter('/host').get(); // → 'db'`],
  ['what is printed', `console.log(await cache.parameter('/host').get()); // → 'db'`],
  ['an error', `await cache.parameter('/port').get(); // throws InvalidParameterError`],
];

/** The problem stands at the line behind those of `world`, or where the block begins. */
const dishonest: readonly (readonly [what: string, code: string, problem: string, line: number])[] = [
  ['gives another value', `await cache.parameter('/host').get(); // → 'another'`, `it gives 'db'`, 3],
  ['throws nothing', `cache.inspect(); // throws InvalidParameterError`, 'it throws nothing', 3],
  [
    'throws another error',
    `await cache.parameter('/port').get(); // throws RefreshError`,
    'it throws InvalidParameterError',
    3,
  ],
  ['never comes to it', `if (cache.inspect().length > 9) cache.inspect(); // → []`, 'was never reached', 3],
  ['fails', `await cache.parameter('/port').get();`, 'it fails: InvalidParameterError', 0],
];

describe('A block that is run', () => {
  const codes = [...honest, ...dishonest].map(([, code]) => code);
  const page = pageOf('ts', codes.map((code) => `${world}${code}`).join('\n```\n\n```ts\n'));
  const firstLineOf = (code: string): number => codeBlocks(page.text)[codes.indexOf(code)]?.line ?? 0;
  let problems: readonly string[];

  beforeAll(async () => {
    problems = await runProblems(page);
  }, 60_000);

  it.each(honest)('does what it says: %s', (_claims, code) => {
    const lines = Array.from({ length: 4 }, (_, index) => `line ${firstLineOf(code) + index}:`);

    expect(problems.filter((problem) => lines.some((line) => problem.startsWith(line)))).toEqual([]);
  });

  it.each(dishonest)('is found when it %s', (_what, code, problem, line) => {
    expect(problems.find((found) => found.startsWith(`line ${firstLineOf(code) + line}:`))).toContain(
      problem,
    );
  });

  it('is found once', () => {
    expect(problems).toHaveLength(dishonest.length);
  });

  it('is found when it keeps its process alive', async () => {
    const endless = pageOf('ts', `${world}setTimeout(() => {}, 100_000);`);

    await expect(runProblems(endless, 3_000)).rejects.toThrow('Command failed');
  }, 60_000);
});

describe('A claim', () => {
  it('is found where nobody runs it', async () => {
    const page = pageOf('ts', `const cache = new SsmCache();\ncache.inspect(); // → []`);

    expect(await runProblems(page)).toEqual(['line 7: a claim of code that is not run']);
  });
});

describe('Another block', () => {
  it.each([
    ['sh', 'npm ci && npm run no-such-script', 'there is no script "no-such-script"'],
    ['sh', 'npm install nestjs-ssm-cache left-pad', 'who is "left-pad"?'],
    ['sh', 'npx no-such-command', '"no-such-command" is not installed'],
    ['sh', 'npm test -- test/unit/no-such.spec.ts', 'there is no "test/unit/no-such.spec.ts"'],
    ['json', '{ "Version": }', 'Unexpected token'],
    ['python', 'print()', 'nobody checks blocks of "python"'],
    ['', 'anything', 'nobody checks blocks of ""'],
  ])('of %s is found when it is wrong: %s', (language, code, problem) => {
    expect(blockProblems(pageOf(language, code))).toEqual([expect.stringContaining(problem)]);
  });

  it.each([
    ['sh', 'npm ci && npm start\nnpm run lint # the rules\nPORT=3001 npm start'],
    ['json', '{ "Version": "2012-10-17" }'],
    ['text', 'anything'],
  ])('of %s is taken when it is right', (language, code) => {
    expect(blockProblems(pageOf(language, code))).toEqual([]);
  });
});

describe('A heading', () => {
  it.each([
    ['## What a property holds', 'what-a-property-holds'],
    ['### `SSM_CACHE_PRELOAD`', 'ssm_cache_preload'],
    ['## How fresh, and what if not', 'how-fresh-and-what-if-not'],
  ])('is linked to as GitHub does: %s', (heading, anchor) => {
    expect([...anchors(heading)]).toEqual([anchor]);
  });
});
