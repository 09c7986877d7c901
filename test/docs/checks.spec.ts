import { beforeAll, describe, expect, it } from '@jest/globals';
import { blockProblems, compilerProblems, runProblems } from './support/check-page.js';
import { anchors, type Page } from './support/markdown.js';

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

describe('A block that the compiler sees', () => {
  let problems: ReadonlyMap<string, readonly string[]>;

  beforeAll(() => {
    problems = compilerProblems(
      [...wrong, ...right].map(([kind, code]) => ({ ...pageOf('ts', code), path: kind })),
    );
  }, 60_000);

  it.each(wrong)('is found when it does not compile, with its line: %s', (kind) => {
    expect(problems.get(kind)).toContainEqual(expect.stringMatching(/^line 7: /));
  });

  it.each(right)('is taken when it compiles: %s', (kind) => {
    expect(problems.get(kind)).toEqual([]);
  });

  it('is found where it does not fit a file of the same page', () => {
    const text = `\`\`\`ts\n// greet.ts\nexport const greet = (name: string): string => name;\n\`\`\`\n\n\`\`\`ts\ngreet(1);\n\`\`\`\n`;

    expect(compilerProblems([{ path: 'page.md', text }]).get('page.md')).toEqual([
      `line 7: Argument of type 'number' is not assignable to parameter of type 'string'.`,
    ]);
  }, 60_000);
});

describe('A block that is run', () => {
  const run = (code: string): Promise<readonly string[]> => runProblems(pageOf('ts', `${world}${code}`));

  it.each([
    ['a value', `await cache.parameter('/host').get(); // → 'db'`],
    ['a value with a name', `const host = await cache.parameter('/host').get(); // → 'db'`],
    ['what is printed', `console.log(await cache.parameter('/host').get()); // → 'db'`],
    ['an error', `await cache.parameter('/port').get(); // throws InvalidParameterError`],
  ])(
    'does what it says: %s',
    async (_what, code) => {
      expect(await run(code)).toEqual([]);
    },
    60_000,
  );

  it.each([
    ['gives another value', `await cache.parameter('/host').get(); // → 'another'`, `line 9: it gives 'db'`],
    [
      'throws nothing',
      `await cache.parameter('/host').get(); // throws InvalidParameterError`,
      'line 9: it throws nothing',
    ],
    [
      'throws another error',
      `await cache.parameter('/port').get(); // throws RefreshError`,
      'line 9: it throws InvalidParameterError',
    ],
    [
      'never comes to it',
      `if (cache.inspect().length > 9) {\n  cache.inspect(); // → []\n}`,
      'line 10: the claim was never reached',
    ],
    ['fails', `await cache.parameter('/port').get();`, 'line 6: it fails: InvalidParameterError'],
  ])(
    'is found when it %s',
    async (_what, code, problem) => {
      expect(await run(code)).toEqual([expect.stringContaining(problem)]);
    },
    60_000,
  );

  it('is found when it keeps its process alive', async () => {
    const page = pageOf('ts', `${world}setTimeout(() => {}, 100_000);`);

    await expect(runProblems(page, 3_000)).rejects.toThrow('Command failed');
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
