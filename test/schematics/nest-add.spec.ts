import { afterEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { SDK_CLIENTS } from '../../lib/schematics/add-dependencies.js';
import { root } from '../package/support/project.js';
import { MemoryTree } from './support/memory-tree.js';
import { moduleText, nestApp } from './support/nest-app.js';

const MODULE = 'src/app.module.ts';

const REGISTERED = `SsmCacheModule.forRoot({
      basePath: '/prod/shop',
      maxAge: 300,
      local:
        process.env.NODE_ENV === 'production' ? undefined : './aws.local.json',
    }),`;

/** The formatter of this repository takes lines of another width than that of a new project. */
const words = (text: string): string =>
  text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ?([[\](){}]) ?/g, '$1')
    .replaceAll(/,([\])}])/g, '$1');

const syntaxErrors = (text: string): readonly string[] =>
  (ts.transpileModule(text, { reportDiagnostics: true }).diagnostics ?? []).map(({ messageText }) =>
    ts.flattenDiagnosticMessageText(messageText, ' '),
  );

const added = async (files: Record<string, string>, options = {}): Promise<MemoryTree> => {
  const tree = await new MemoryTree(files).add(options);
  for (const [path, text] of tree.files) {
    if (path.endsWith('.ts')) expect([path, syntaxErrors(text)]).toEqual([path, []]);
  }
  return tree;
};

describe('nest add', () => {
  it.each(['', '.js'] as const)('sets up a new project whose imports end with "%s"', async (extension) => {
    const tree = await added(nestApp(extension));

    expect(tree.text(MODULE)).toContain(
      `import { Module } from '@nestjs/common';
import { SsmCacheModule } from 'nestjs-ssm-cache';
import { AppController } from './app.controller${extension}';`,
    );
    expect(words(tree.text(MODULE))).toContain(words(`imports: [${REGISTERED}],`));
    expect(tree.text('src/app.service.ts')).toContain(`
export class AppService {
  @SsmParam('/greeting', { default: 'Hello' })
  readonly greeting!: string;

  getHello(): string {`);
    expect(tree.text('src/app.service.ts')).toContain("import { SsmParam } from 'nestjs-ssm-cache';\n");
    expect(JSON.parse(tree.text('aws.local.json'))).toEqual({
      parameters: { '/prod/shop/greeting': 'Hello' },
    });
    expect(tree.text('.gitignore')).toBe('dist\nnode_modules\naws.local.json\n');
  });

  it('gives the value to the unit tests that provide the service', async () => {
    const tree = await added(nestApp());
    const spec = tree.text('src/app.controller.spec.ts');

    expect(spec).toContain("import { SsmCacheTestingModule } from 'nestjs-ssm-cache/testing';\n");
    expect(words(spec)).toContain(
      words("imports: [SsmCacheTestingModule.register({ parameters: { '/greeting': 'Hello' } })],"),
    );
  });

  it('changes nothing when it runs again, not even for an example that was removed', async () => {
    const tree = await added(nestApp());
    tree.files.set('src/app.service.ts', nestApp()['src/app.service.ts'] ?? '');
    tree.files.delete('aws.local.json');
    const before = new Map(tree.files);
    await tree.add();

    expect(tree.files).toEqual(before);
    expect(tree.messages).toEqual([
      expect.stringMatching(/^Values come from aws\.local\.json where NODE_ENV is not "production"\./),
      'SsmCacheModule is imported in src already.',
    ]);
    expect(tree.tasks).toHaveLength(1);
  });

  it('takes a module of another file for registered, also one that is configured asynchronously', async () => {
    const core = 'SsmCacheModule.forRootAsync({ useFactory: () => ({}) });';
    const tree = await added({ ...nestApp(), 'src/core/core.module.ts': core });

    expect(tree.text(MODULE)).toBe(nestApp()[MODULE]);
    expect(tree.text('.gitignore')).toContain('aws.local.json');
  });

  it('leaves the example out on demand', async () => {
    const tree = await added(nestApp(), { skipExample: true });

    expect(words(tree.text(MODULE))).toContain(
      words("imports: [SsmCacheModule.forRoot({ basePath: '/prod/shop', maxAge: 300 })],"),
    );
    expect(tree.text('src/app.service.ts')).toBe(nestApp()['src/app.service.ts']);
    expect(tree.text('src/app.controller.spec.ts')).toBe(nestApp()['src/app.controller.spec.ts']);
    expect(tree.exists('aws.local.json')).toBe(false);
  });

  it('takes another base path', async () => {
    const tree = await added(nestApp(), { basePath: '/live/orders' });

    expect(tree.text(MODULE)).toContain("basePath: '/live/orders'");
    expect(JSON.parse(tree.text('aws.local.json'))).toEqual({
      parameters: { '/live/orders/greeting': 'Hello' },
    });
  });

  it('keeps an aws.local.json that is there', async () => {
    const tree = await added({ ...nestApp(), 'aws.local.json': '{}' });
    expect(tree.text('aws.local.json')).toBe('{}');
  });

  it.each([
    ['no service', undefined],
    ['a property of that name', 'class AppService { greeting = 1; }'],
    ['a parameter property of that name', 'class AppService { constructor(private greeting: string) {} }'],
    ['a class that extends another one', 'class AppService extends Base {}'],
  ])('adds no example to %s, and says so', async (_case, declaration) => {
    const files = nestApp();
    const service = declaration === undefined ? undefined : `@Injectable()\nexport ${declaration}\n`;
    if (service === undefined) delete files['src/app.service.ts'];
    else files['src/app.service.ts'] = service;
    const tree = await added(files);

    expect(tree.files.get('src/app.service.ts')).toBe(service);
    expect(tree.text(MODULE)).not.toContain('local:');
    expect(tree.messages).toEqual([expect.stringMatching(/^There is no service beside the root module/)]);
  });

  it('adds the example to a class without members', async () => {
    const tree = await added({
      ...nestApp(),
      'src/app.service.ts': '@Injectable()\nexport class AppService {}\n',
    });
    expect(words(tree.text('src/app.service.ts'))).toContain(
      words(
        "export class AppService { @SsmParam('/greeting', { default: 'Hello' }) readonly greeting!: string; }",
      ),
    );
  });
});

describe('the imports of the root module', () => {
  const listOf = (tree: MemoryTree): string =>
    words(tree.text(MODULE)).split('controllers:')[0]?.split('@Module(')[1] ?? '';
  const listFor = async (imports: string): Promise<string> =>
    listOf(await added({ ...nestApp(), [MODULE]: moduleText(imports) }, { skipExample: true }));
  const OURS = "SsmCacheModule.forRoot({ basePath: '/prod/shop', maxAge: 300 })";

  it.each([
    ['none', '', `imports: [${OURS}],`],
    ['one in a line', 'imports: [OrdersModule],', `imports: [${OURS}, OrdersModule],`],
    [
      'several in a line',
      'imports: [A, B.register({ x: [1] })],',
      `imports: [${OURS}, A, B.register({ x: [1] })],`,
    ],
    ['one a line', 'imports: [\n    A,\n    B,\n  ],', `imports: [${OURS}, A, B],`],
    [
      'a comment before the first',
      'imports: [\n    // the orders\n    A,\n  ],',
      `imports: [${OURS}, // the orders A],`,
    ],
    ['a comment in a line', 'imports: [/* orders */ A],', `imports: [${OURS}, /* orders */ A],`],
    ['a comment behind the bracket', 'imports: [ // all\n    A,\n  ],', `imports: [${OURS}, // all A],`],
    ['only a comment', 'imports: [\n    // none yet\n  ],', `imports: [${OURS}, // none yet ],`],
    ['a spread', 'imports: [...shared, A],', `imports: [${OURS}, ...shared, A],`],
    ['a name in quotes', "'imports': [A],", `'imports': [${OURS}, A],`],
  ])('may have %s', async (_case, imports, expected) => {
    expect(await listFor(imports)).toBe(words(`{ ${expected} `));
  });

  it('may be those of a decorator without entries', async () => {
    const module = "import { Module } from '@nestjs/common';\n\n@Module({})\nexport class AppModule {}\n";
    const tree = await added({ ...nestApp(), [MODULE]: module }, { skipExample: true });
    expect(words(tree.text(MODULE))).toContain(words(`@Module({ imports: [${OURS}] })`));
  });

  it('may be those of a dynamic module', async () => {
    const files = nestApp();
    files['src/main.ts'] =
      files['src/main.ts']?.replace('create(AppModule)', 'create(AppModule.register())') ?? '';
    files[MODULE] = `import { Module, type DynamicModule } from '@nestjs/common';

@Module({})
export class AppModule {
  static register(): DynamicModule {
    return { module: AppModule, imports: [], providers: [] };
  }
}
`;
    const tree = await added(files, { skipExample: true });
    expect(words(tree.text(MODULE))).toContain(
      words(`@Module({ imports: [${OURS}] }) export class AppModule {`),
    );
    expect(tree.text(MODULE)).toContain('return { module: AppModule, imports: [], providers: [] };');
  });

  it.each(['imports: modules,', 'imports,', '...base,', 'imports: [A].concat(B),'])(
    'are left to the reader where they are "%s"',
    async (imports) => {
      const tree = new MemoryTree({ ...nestApp(), [MODULE]: moduleText(imports) });
      expect(await tree.failure()).toMatch(
        /^src\/app\.module\.ts: the imports of AppModule are no list in brackets\. Add SsmCacheModule\.forRoot\(\{ basePath: '\/prod\/shop', .+ by hand\.$/,
      );
    },
  );
});

describe('the place of the root module', () => {
  const inFile = (file: string): Record<string, string> => {
    const { [MODULE]: text = '', ...files } = nestApp();
    return { ...files, [file]: text };
  };

  it.each(['./root/shop.module', './root/shop.module.js', 'src/root/shop.module'])(
    'is what main.ts imports from %s',
    async (specifier) => {
      const files = inFile('src/root/shop.module.ts');
      files['src/main.ts'] = files['src/main.ts']?.replace('./app.module.js', specifier) ?? '';
      expect((await added(files)).text('src/root/shop.module.ts')).toContain('SsmCacheModule.forRoot(');
    },
  );

  it('may be main.ts itself', async () => {
    const { [MODULE]: text = '', ...files } = nestApp();
    const main = `${text}\nNestFactory.create(AppModule);\n`;
    expect((await added({ ...files, 'src/main.ts': main })).text('src/main.ts')).toContain(
      'SsmCacheModule.forRoot(',
    );
  });

  it.each([
    'src/root/shop.module.ts',
    'root/shop.module.ts',
    './src/root/shop.module',
    'src\\root\\shop.module.ts',
  ])('is named by --module %s', async (module) => {
    const tree = await added(inFile('src/root/shop.module.ts'), { module });
    expect(tree.text('src/root/shop.module.ts')).toContain('SsmCacheModule.forRoot(');
  });

  it('is the one that is started, of several in a file', async () => {
    const text = `@Module({})\nexport class OtherModule {}\n\n@Module({})\nexport class AppModule {}\n`;
    const tree = await added({ ...nestApp(), [MODULE]: text }, { skipExample: true });
    expect(tree.text(MODULE)).toMatch(
      /@Module\(\{\}\)\s+export class OtherModule[^]+SsmCacheModule\.forRoot/,
    );
  });

  const MONOREPO: Record<string, string> = {
    ...nestApp('.js', 'apps/shop/src', 'App'),
    ...nestApp('.js', 'apps/orders/src', 'Orders'),
    'nest-cli.json': JSON.stringify({
      monorepo: true,
      sourceRoot: 'apps/shop/src',
      projects: { shop: { sourceRoot: 'apps/shop/src' }, orders: { root: 'apps/orders' } },
    }),
  };

  it.each([
    { project: 'orders' },
    { project: 'orders', sourceRoot: 'apps/orders/src' },
    { sourceRoot: 'apps/orders/src' },
  ])('is in the project of a monorepo (%j)', async (options) => {
    const tree = await added(MONOREPO, options);

    expect(tree.text('apps/orders/src/orders.module.ts')).toContain("basePath: '/prod/orders'");
    expect(tree.text('apps/orders/src/orders.service.ts')).toContain('@SsmParam(');
    expect(tree.text('apps/shop/src/app.module.ts')).toBe(MONOREPO['apps/shop/src/app.module.ts']);
    await tree.add({ project: 'shop' });
    expect(tree.text('apps/shop/src/app.module.ts')).toContain("basePath: '/prod/shop'");
  });
});

describe('package.json and .gitignore', () => {
  it('gets the clients of the SDK that the package needs, in order, and has them installed', async () => {
    const tree = await added(nestApp());
    const { dependencies } = JSON.parse(tree.text('package.json')) as {
      dependencies: Record<string, string>;
    };

    expect(Object.keys(dependencies)).toEqual([
      '@aws-sdk/client-secrets-manager',
      '@aws-sdk/client-ssm',
      '@nestjs/common',
      'nestjs-ssm-cache',
    ]);
    const { peerDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      readonly peerDependencies: Readonly<Record<string, string>>;
    };
    for (const [name, range] of Object.entries(SDK_CLIENTS)) {
      expect(dependencies[name]).toBe(range);
      expect(range).toBe(peerDependencies[name]);
    }
    expect(tree.text('package.json')).toMatch(/^\{\n {2}"name".+\}\n$/s);
    expect(tree.tasks).toEqual([
      { name: 'node-package', options: { command: 'install', quiet: true, hideOutput: true } },
    ]);
  });

  it('keeps the versions and the form that are there, and installs nothing then', async () => {
    const text = `{\r\n\t"dependencies": { "@aws-sdk/client-ssm": "3.500.0" },\r\n\t"devDependencies": { "@aws-sdk/client-secrets-manager": "3.500.0" }\r\n}`;
    const tree = await added({ ...nestApp(), 'package.json': text });
    expect([tree.text('package.json'), tree.tasks]).toEqual([text, []]);
  });

  it('keeps tabs and line ends', async () => {
    const tree = await added({ ...nestApp(), 'package.json': '{\r\n\t"name": "shop"\r\n}\r\n' });
    expect(tree.text('package.json')).toMatch(
      /^\{\r\n\t"name": "shop",\r\n\t"dependencies": \{\r\n\t\t"@aws-sdk.+\}\r\n$/s,
    );
  });

  it('installs nothing with --skip-install', async () => {
    expect((await added(nestApp(), { skipInstall: true })).tasks).toEqual([]);
  });

  it.each([
    [undefined, 'aws.local.json\n'],
    ['', 'aws.local.json\n'],
    ['dist', 'dist\naws.local.json\n'],
    ['dist\r\n', 'dist\r\naws.local.json\r\n'],
    ['/aws.local.json\n', '/aws.local.json\n'],
  ])('ignores the file of local values (%j)', async (before, after) => {
    const { '.gitignore': _ignored, ...files } = nestApp();
    const tree = await added(before === undefined ? files : { ...files, '.gitignore': before });
    expect(tree.text('.gitignore')).toBe(after);
  });
});

describe('what nest add cannot use', () => {
  const projects = JSON.stringify({ projects: { shop: {}, orders: {} } });
  it.each<[options: Record<string, unknown>, files: Record<string, string>, line: string]>([
    [{ project: 'x' }, {}, 'nest-cli.json has no project "x". It has no projects.'],
    [
      { project: 'x' },
      { 'nest-cli.json': projects },
      'nest-cli.json has no project "x". Its projects are shop, orders.',
    ],
    [{}, { 'nest-cli.json': '{' }, 'nest-cli.json cannot be read: '],
    [
      { module: 'src/x.ts' },
      {},
      'There is no file src/x.ts, which --module names. Give its path, such as src/app.module.ts.',
    ],
    [{ module: true }, {}, '--module needs one value, as in --module src/app.module.ts.'],
    [{ module: ['a', 'b'] }, {}, '--module needs one value, as in --module src/app.module.ts.'],
    [{ basePath: 'shop' }, {}, '--base-path has to be a path such as /prod/shop, unlike "shop".'],
    [{ basePath: '/shop/' }, {}, '--base-path has to be a path such as /prod/shop, unlike "/shop/".'],
    [{ basePath: "/sh'op" }, {}, '--base-path has to be a path such as /prod/shop, unlike "/sh\'op".'],
    [{ skipExample: 'yes' }, {}, '--skip-example takes no value.'],
    [
      { skipExmaple: true },
      {},
      'There is no option --skip-exmaple. The options are --base-path, --module, --project, --skip-example.',
    ],
    [{}, { 'package.json': '{' }, 'package.json cannot be read: '],
    [{ module: 'src/main.ts' }, {}, 'src/main.ts has no class with @Module({ … }). Give the file'],
    [
      {},
      { [MODULE]: '@Module(metadata)\nexport class AppModule {}' },
      'src/app.module.ts has no class AppModule with @Module({ … }). Give the file',
    ],
    [
      { module: MODULE },
      { [MODULE]: '@Module({})\nclass A {}\n@Module({})\nclass B {}' },
      'src/app.module.ts has 2 modules. Import',
    ],
    [
      { sourceRoot: 'lib' },
      {},
      'lib/main.ts does not tell which file has the root module. Give it with --module, as in --module lib/app.module.ts.',
    ],
  ])('is told in one line: %j', async (options, files, line) => {
    const message = await new MemoryTree({ ...nestApp(), ...files }).failure(options);
    expect(message.startsWith(line)).toBe(true);
    expect(message).not.toContain('\n');
  });

  it('is a folder without a package.json', async () => {
    const { 'package.json': _manifest, ...files } = nestApp();
    expect(await new MemoryTree(files).failure()).toBe(
      'There is no package.json here. Run this where it is.',
    );
  });
});

describe('the TypeScript that nest add reads sources with', () => {
  const script = process.argv[1];
  afterEach(() => {
    process.argv[1] = script ?? '';
    process.chdir(root);
  });

  it.each([
    [
      'that of the Nest CLI, where the project has none',
      join(root, 'node_modules/x.js'),
      /was written, before: nothing failed$/,
    ],
    [
      'none, which is told in one line',
      '/x.js',
      /^TypeScript is not installed here\. Install one that has it: npm i -D ts-morph$/,
    ],
  ])('is %s', async (_case, cli, line) => {
    const empty = mkdtempSync(join(tmpdir(), 'nestjs-ssm-cache-'));
    process.chdir(empty);
    process.argv[1] = cli;
    const message = await new MemoryTree(nestApp()).failure();
    rmSync(empty, { recursive: true });

    expect(message).toMatch(line);
  });
});
