import { beforeAll, describe, expect, it } from '@jest/globals';
import { loadCompiler } from '../../lib/cli/migrate/compiler.js';
import { migrate, type Migration } from '../../lib/cli/migrate/migrate.js';
import type { MappedName } from '../../lib/cli/migrate/name-map.js';
import { root } from '../package/support/project.js';

const parameter = (name: string, type?: string): MappedName => ({
  kind: 'parameter',
  name,
  options: {},
  type,
});

const NAMES = new Map<string, MappedName>([
  ['HOST', parameter('/host')],
  ['PORT', parameter('/port')],
  ['RATE', parameter('/rate', 'number')],
  ['TOKEN', { kind: 'secret', name: 'mail', options: { key: "'token'" }, type: undefined }],
]);

const moved = (files: Readonly<Record<string, string>>): Promise<Migration> =>
  migrate(Object.entries(files), { names: NAMES, printWidth: 80 });

const IMPORTS = `import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
`;

/** What becomes of the members of a class that is given a `ConfigService`. */
const membersOf = async (members: string): Promise<string> => {
  const text = `${IMPORTS}
@Injectable()
export class Settings {
  constructor(private readonly config: ConfigService) {}

${members}
}
`;
  const { changes } = await moved({ 'settings.ts': text });
  return changes[0]?.after.replace(/^[^]*class Settings \{\n|\n\}\n$/g, '') ?? text;
};

const todosOf = async (files: Readonly<Record<string, string>>): Promise<readonly string[]> =>
  (await moved(files)).left
    .filter(({ todo }) => !todo.startsWith('There are several modules'))
    .map(({ file, line, todo }) => `${file}:${line} ${todo.split('. ')[0]}`);

beforeAll(() => loadCompiler(root));

describe('what code makes of a text', () => {
  it.each([
    ["Number(this.config.get('PORT'))", "@SsmParam('/port') private readonly port!: number;"],
    ["+this.config.get('PORT')!", "@SsmParam('/port') private readonly port!: number;"],
    ["parseInt(this.config.get('PORT')!, 10)", "@SsmParam('/port') private readonly port!: number;"],
    ["this.config.get<number>('PORT')", "@SsmParam('/port') private readonly port!: number;"],
    ["this.config.get('RATE')", "@SsmParam('/rate') private readonly rate!: number;"],
    [
      "parseInt(process.env.PORT ?? '80')",
      "@SsmParam('/port', { default: 80 }) private readonly port!: number;",
    ],
    ["(process.env['PORT'] as string)", "@SsmParam('/port') private readonly port!: string;"],
    [
      "this.config.get('HOST', 'db')",
      "@SsmParam('/host', { default: 'db' }) private readonly host!: string;",
    ],
    [
      "process.env.HOST === 'true'",
      "@SsmParam('/host', { default: false }) private readonly host!: boolean;",
    ],
    ['process.env.HOST ?? other()', "@SsmParam('/host', { optional: true }) private readonly host?: string;"],
    [
      "this.config.getOrThrow('TOKEN')",
      `@SsmSecret('mail', { key: 'token' }) private readonly token!: string;`,
    ],
  ])('declares what it reads: %s', async (read, declared) => {
    expect(await membersOf(`  value() {\n    return ${read};\n  }`)).toContain(declared);
  });

  it.each([
    ['if (!process.env.HOST) return 1;', "@SsmParam('/host', { optional: true })"],
    ["if (!this.config.get('HOST')) return 1;", "@SsmParam('/host', { optional: true })"],
    ["if (this.config.get('HOST') === undefined) return 1;", "@SsmParam('/host', { optional: true })"],
    ["return process.env.HOST ?? 'a';", "@SsmParam('/host', { default: 'a' })"],
    ["return this.config.get('HOST') || 'a';", "@SsmParam('/host', { default: 'a' })"],
    ["return this.config.get('HOST');", "@SsmParam('/host') "],
    ['const host = process.env.HOST;\n    if (!host) return 1;', "@SsmParam('/host') "],
    ["const host = this.config.get('HOST');\n    return host ?? 'a';", "@SsmParam('/host') "],
  ])('may be missing where the code handles that as it reads it: %s', async (code, declared) => {
    expect(await membersOf(`  value() {\n    ${code}\n  }`)).toContain(declared);
  });

  it('keeps the code around the value', async () => {
    expect(await membersOf("  url() {\n    return `http://${this.config.get('HOST')}/`;\n  }")).toBe(
      `  @SsmParam('/host') private readonly host!: string;

  url() {
    return \`http://\${this.host}/\`;
  }`,
    );
  });

  it('reads one value by one property, whose name is free', async () => {
    expect(
      await membersOf("  host() {\n    return this.config.get('HOST') || this.config.get('HOST')!;\n  }"),
    ).toBe(
      `  @SsmParam('/host', { optional: true }) private readonly hostText?: string;

  host() {
    return this.hostText || this.hostText;
  }`,
    );
  });

  it('keeps a service of which more is asked', async () => {
    const members = await membersOf(
      "  all() {\n    return [this.config.get('HOST'), this.config.get('STAGE')];\n  }",
    );

    expect(members).toContain('constructor(private readonly config: ConfigService) {}');
    expect(members).toContain("[this.host, this.config.get('STAGE')]");
  });
});

describe('what a constructor reads', () => {
  const constructing = (body: string, fields = '  private host: string;\n'): string =>
    `${IMPORTS}
@Injectable()
export class Client {
${fields}
  constructor(private readonly config: ConfigService) {
${body}
  }
}
`;
  const afterOf = async (text: string): Promise<string> =>
    (await moved({ 'client.ts': text })).changes[0]?.after ?? text;

  it('is a property where it is only kept', async () => {
    expect(await afterOf(constructing("    this.host = config.get('HOST');")))
      .toBe(`import { Injectable } from '@nestjs/common';
import { SsmParam } from 'nestjs-ssm-cache';

@Injectable()
export class Client {
  @SsmParam('/host') private host!: string;
}
`);
  });

  it.each([
    ['in an expression', "    this.host = config.get('HOST') + '/';"],
    ['by a later statement', "    this.host = config.get('HOST');\n    connect(this.host);"],
    [
      'by a method that it calls',
      "    this.host = config.get('HOST');\n    this.open();\n  }\n\n  open() {\n    connect(this.host);",
    ],
  ])('is an injected handle where it is needed at once: %s', async (_where, body) => {
    const after = await afterOf(constructing(body));

    expect(after).toContain("constructor(@InjectSsmParam('/host') host: SsmParameter) {");
    expect(after).toContain('this.host = host.value');
  });

  it('is left where another class extends it', async () => {
    const text = constructing("    connect(config.get('HOST'));");
    const files = { 'client.ts': text, 'other.ts': 'class Other extends Client {}' };

    expect(await todosOf(files)).toEqual([
      'client.ts:9 The constructor reads this before properties have values, and other code calls or extends it',
    ]);
  });
});

describe('what cannot be moved safely', () => {
  const inMethod = (code: string): string =>
    `${IMPORTS}
@Injectable()
export class Service {
  constructor(private readonly config: ConfigService) {}

  read(name: string) {
    ${code}
  }
}
`;

  it.each([
    ['const host = process.env.HOST;', 'This runs before Nest starts'],
    ['export const read = (config) => process.env.HOST;', 'This runs before Nest starts'],
    ['function read() { return process.env.HOST; }', 'This function is not a method of a class'],
    ['class Entity { host() { return process.env.HOST; } }', 'Nest does not create this class'],
    [
      '@Injectable() class A { static host = process.env.HOST; }',
      'A static member has no instance to read from',
    ],
    ['@Injectable() class A { @Cron(process.env.HOST) run() {} }', 'A decorator runs before Nest starts'],
    ['@Injectable() class A { url = `a/${process.env.HOST}`; }', 'This runs before the property has a value'],
    [
      "registerAs('db', () => ({ host: process.env.HOST }));",
      'A configuration is loaded before there is a cache',
    ],
    ["process.env.HOST = 'x';", 'This sets the variable'],
    [
      'const { HOST } = process.env;',
      'Read each variable by itself, as process.env.NAME, and run this again.',
    ],
    ['const value = process.env[name];', 'The name of the variable is known only when the code runs'],
  ])('is listed: %s', async (text, todo) => {
    expect(await todosOf({ 'a.ts': text })).toEqual([`a.ts:1 ${todo}`]);
  });

  it.each([
    ['return this.config.get(name);', 'The name is known only when the code runs'],
    ["return this.config.get('HOST', name);", 'The default is no literal'],
    ['return function () { return process.env.HOST; };', 'This function is not a method of a class'],
  ])('is listed in a method: %s', async (code, todo) => {
    expect(await todosOf({ 'a.ts': inMethod(code) })).toEqual([`a.ts:9 ${todo}`]);
  });

  it('is what code makes itself an instance of', async () => {
    const text = inMethod("return this.config.get('HOST');");

    expect(await todosOf({ 'a.ts': text, 'b.ts': 'new Service(config);' })).toEqual([
      'a.ts:9 Nest does not create this class',
    ]);
  });

  it('is a test: it is read, and not changed', async () => {
    const spec = `import { ConfigService } from '@nestjs/config';
import { Service } from './a';
const provider = { provide: ConfigService, useValue: {} };
const service = new Service({} as never);
`;
    const files = { 'a.ts': inMethod("return this.config.get('HOST');"), 'a.spec.ts': spec };

    expect((await moved(files)).changes.map(({ file }) => file)).toEqual(['a.ts']);
    expect(await todosOf(files)).toEqual([
      'a.spec.ts:3 Give the test its values: import SsmCacheTestingModule.register({ parameters, secrets }) of nestjs-ssm-cache/testing.',
      'a.spec.ts:4 The class has its values from properties',
    ]);
  });

  it('says nothing of names that are not in the map', async () => {
    expect(
      await moved({ 'a.ts': inMethod("return [process.env.STAGE, this.config.get('STAGE')];") }),
    ).toEqual({
      changes: [],
      left: [],
    });
  });
});

describe('the other packages', () => {
  const POWERTOOLS =
    "import { getParameter, getParametersByName, SSMProvider } from '@aws-lambda-powertools/parameters/ssm';";
  const calling = (call: string): string => `${POWERTOOLS}
@Injectable()
export class Service {
  read = async (name: string) => ${call};
}
`;

  it.each([
    ['getParameter(name)', 'The name is known only when the code runs'],
    [
      "getParameter('/a', { forceFetch: true })",
      'To fetch at once, inject a handle with @InjectSsmParam() or @InjectSsmSecret(), and await its refresh().',
    ],
    ["getParameter('/a', { transform: 'binary' })", 'These options have no plain counterpart'],
    ["getParameter('/a', options)", 'These options have no plain counterpart'],
    ["getParametersByName({ '/a': {} })", 'Declare each of the names with @SsmParam()'],
    [
      "new SSMProvider().get('/a')",
      'A provider of its own has its client from SsmCacheModule.forRoot({ ssm })',
    ],
  ])('leave what has no counterpart: %s', async (call, todo) => {
    expect(await todosOf({ 'a.ts': calling(call) })).toContain(`a.ts:4 ${todo}`);
  });

  it.each([
    ["getParameter('/a')", "@SsmParam('/a') "],
    ["getParameter('/a', { decrypt: true })", "@SsmParam('/a') "],
    ["getParameter('/a', { decrypt: false })", "@SsmParam('/a', { withDecryption: false })"],
  ])('are decrypted unless they say otherwise: %s', async (call, declared) => {
    const { changes } = await moved({ 'a.ts': calling(`await ${call}`) });

    expect(changes[0]?.after.replaceAll(/\s+/g, ' ')).toContain(declared);
  });

  it('are needed where Powertools reads them, whatever the code does without one', async () => {
    const { changes } = await moved({ 'a.ts': calling("(await getParameter('/a')) ?? 'b'") });

    expect(changes[0]?.after).toContain("@SsmParam('/a') private readonly a!: Promise<string>;");
  });

  it.each([
    ["getParameter('/a')", undefined, 5],
    ["getParameter('/a')", 60, 60],
    ["[await getParameter('/a'), process.env.HOST]", undefined, 300],
    ['process.env.HOST', undefined, 300],
    ['process.env.HOST', 60, 60],
  ])('have a max age of Powertools where it reads all: %s, --max-age %p', async (call, maxAge, expected) => {
    const files = {
      'app.module.ts': "import { Module } from '@nestjs/common';\n@Module({})\nexport class AppModule {}\n",
      'a.ts': calling(call.startsWith('get') ? `await ${call}` : call),
    };
    const { changes } = await migrate(Object.entries(files), { names: NAMES, printWidth: 80, maxAge });

    expect(changes.find(({ file }) => file === 'app.module.ts')?.after).toContain(`maxAge: ${expected} }`);
  });

  it('keep their module beside this one as long as something needs it', async () => {
    const { changes, left } = await moved({
      'app.module.ts': `import { Module } from '@nestjs/common';
import { SystemsManagerModule } from '@nestjs-aws/systems-manager';

@Module({
  imports: [
    SystemsManagerModule.register({
      awsRegion: 'eu-west-1',
      awsParamStorePath: '/shop',
    }),
  ],
})
export class AppModule {}
`,
      'cron.ts': `import { SystemsManagerService } from '@nestjs-aws/systems-manager';

@Injectable()
export class Cron {
  constructor(private readonly values: SystemsManagerService) {}

  run = () => [this.values.get('host'), this.values.refresh()];
}
`,
    });

    expect(changes[0]?.after).toContain(
      "    SsmCacheModule.forRoot({ region: 'eu-west-1', basePath: '/shop', maxAge: 300 }),\n    SystemsManagerModule.register({",
    );
    expect(changes[1]?.after).toContain("@SsmParam('/host') private readonly host!: string;");
    expect(changes[1]?.after).toContain('[this.host, this.values.refresh()]');
    expect(left.map(({ file, line }) => `${file}:${line}`)).toEqual(['cron.ts:7']);
  });

  it.each([
    ['/production/services/my-service', 'pagination-limit', '/pagination-limit'],
    ['/production/services/my-service', 'my-service/pagination-limit', '/pagination-limit'],
    ['/production/services/my-service', 'services/my-service/posts/table', '/posts/table'],
    ['/production', 'posts/table', '/posts/table'],
  ])('ask nestjs-param-store under %s for the end of a name: %s', async (path, end, name) => {
    const { changes } = await moved({
      'app.module.ts': `import { PSConfigModule, PSConfigService } from 'nestjs-param-store';
@Module({ imports: [PSConfigModule.register({ ssmParamStorePath: '${path}' })] })
export class AppModule {
  constructor(private readonly config: PSConfigService) {}
  value() { return this.config.get('${end}'); }
}
`,
    });

    expect(changes[0]?.after).toContain(`@SsmParam('${name}')`);
    expect(changes[0]?.after).toContain(`basePath: '${path}',`);
  });
});
