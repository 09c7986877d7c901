import { describe, expect, it } from '@jest/globals';
import { transform } from 'esbuild';
import { runScript } from '../support/run-script.js';

/** What esbuild, tsx and Vite make of a source: legacy decorators, without the types that TypeScript emits. */
const compile = async (source: string, experimentalDecorators = true): Promise<string> => {
  const tsconfigRaw = { compilerOptions: { experimentalDecorators, emitDecoratorMetadata: true } };
  return (await transform(source, { loader: 'ts', target: 'es2022', tsconfigRaw })).code;
};

const IMPORTS = `
  import 'reflect-metadata';
  import { Module } from '@nestjs/common';
  import { Test } from '@nestjs/testing';
  import * as all from 'nestjs-ssm-cache';
  import { InMemoryParameterStore, InMemorySecretsManager } from 'nestjs-ssm-cache/testing';
  const { SsmCacheModule, SsmParam, SsmParams, SsmSecret, SsmParameter, SecretsManagerParameter, SsmParameterTree } = all;
  const { RefreshOnError, SSM_CLIENT, SECRETS_MANAGER_CLIENT } = all;`;

/** What is thrown when a class with this member is loaded. */
const refusalOf = async (member: string, experimentalDecorators = true): Promise<string> => {
  const source = await compile(
    `try { class Settings { ${member} } } catch (error) { console.log(error.name + ': ' + error.message); }`,
    experimentalDecorators,
  );
  return (await runScript(IMPORTS + source)).stdout;
};

/** How long a process may take to start on a busy machine, in milliseconds. */
const PATIENCE = 60_000;

describe('Where the compiler emits no types of properties', () => {
  it.each([
    ['a parameter', "@SsmParam('/open') open: boolean;", '@SsmParam("/open") on Settings.open'],
    [
      'a secret',
      "@SsmSecret('prod/db', { key: 'password' }) password: Promise<string>;",
      '@SsmSecret("prod/db") on Settings.password',
    ],
    [
      'a path',
      "@SsmParams('/features') features: SsmParameterTree;",
      '@SsmParams("/features") on Settings.features',
    ],
    [
      'a text, which is not told from a number',
      "@SsmParam('/host', { maxAge: 5 }) host: string;",
      'on Settings.host',
    ],
  ])(
    '%s is refused, with the setting and the option that help',
    async (_what, member, where) => {
      const refusal = await refusalOf(member);

      expect(refusal).toContain('InvalidDeclarationError: ');
      expect(refusal).toContain(where);
      expect(refusal).toContain('emitDecoratorMetadata');
      expect(refusal).toContain('option "type"');
    },
    PATIENCE,
  );

  it(
    'the options type, transform and schema say what a property holds',
    async () => {
      const source = await compile(`
      const schema = { '~standard': { version: 1, vendor: 'x', validate: (value) => ({ value: { from: value } }) } };
      class Settings {
        @SsmParam('/open', { type: Boolean }) open: boolean;
        @SsmParam('/port', { type: Number }) port: number;
        @SsmParam('/port', { type: String }) text: string;
        @SsmParam('/hosts', { type: Array }) hosts: string[];
        @SsmParam('/key', { type: Uint8Array }) bytes: Uint8Array;
        @SsmParam('/key', { type: Buffer }) buffer: Buffer;
        @SsmParam('/port', { type: Promise, transform: 'number' }) promise: Promise<number>;
        @SsmParam('/port', { type: SsmParameter }) handle: unknown;
        @SsmSecret('db', { type: SecretsManagerParameter, key: 'port' }) secret: unknown;
        @SsmSecret('db', { type: Number, key: 'port' }) secretPort: number;
        @SsmParams('/tree', { type: Object }) tree: unknown;
        @SsmParams('/tree', { type: Map, shape: 'map' }) map: unknown;
        @SsmParams('/tree', { type: SsmParameterTree }) treeHandle: unknown;
        @SsmParam('/port', { transform: 'number' }) transformed: number;
        @SsmParam('/port', { schema }) validated: unknown;
      }
      class AppModule {}
      Module({ imports: [SsmCacheModule.forRoot()], providers: [Settings] })(AppModule);
      const store = new InMemoryParameterStore({
        '/open': 'no', '/port': '5432', '/hosts': ['a', 'b'], '/key': 'aGk=', '/tree/a': '1',
      });
      const app = await Test.createTestingModule({ imports: [AppModule] })
        .overrideProvider(SSM_CLIENT).useValue(store)
        .overrideProvider(SECRETS_MANAGER_CLIENT).useValue(new InMemorySecretsManager({ db: '{"port":"1"}' }))
        .compile();
      const s = app.get(Settings);
      console.log(JSON.stringify([
        s.open, s.port + 1, s.text, s.hosts, [...s.bytes], Buffer.isBuffer(s.buffer), s.promise instanceof Promise,
        await s.promise, s.handle.name, s.secret.name, s.secretPort, s.tree, s.map.get('a'), s.treeHandle.value,
        s.transformed, s.validated,
      ]));
      await app.close();`);

      const { stdout } = await runScript(IMPORTS + source);

      expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toEqual([
        false,
        5433,
        '5432',
        ['a', 'b'],
        [104, 105],
        true,
        true,
        5432,
        '/port',
        'db',
        1,
        { a: '1' },
        '1',
        { a: '1' },
        5432,
        { from: '5432' },
      ]);
    },
    PATIENCE,
  );
});

describe('Where the compiler applies ECMAScript decorators', () => {
  it.each([
    ["@SsmParam('/host') host: string;", '@SsmParam on "host"'],
    ["@SsmSecret('prod/db') static password: string;", '@SsmSecret on "password"'],
    ['@SsmParam host: string;', '@SsmParam on "host"'],
    ['@RefreshOnError() async find() {}', '@RefreshOnError on "find"'],
  ])(
    '%s is refused, with the setting that helps',
    async (member, where) => {
      const refusal = await refusalOf(member, false);

      expect(refusal).toContain('InvalidDeclarationError: ');
      expect(refusal).toContain(where);
      expect(refusal).toContain('experimentalDecorators');
    },
    PATIENCE,
  );
});
