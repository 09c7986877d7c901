import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { execFile } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { entryPoints } from './support/entry-points.js';
import { makeProject } from './support/project.js';

const run = promisify(execFile);

jest.setTimeout(30_000);
describe('the package as it is published', () => {
  let project: string;

  beforeAll(async () => {
    project = await makeProject();
  });
  afterAll(() => rm(project, { recursive: true, force: true }));

  const execute = async (file: string, code: string, directory = project): Promise<string> => {
    const path = join(directory, file);
    await writeFile(path, code);
    const { stdout } = await run(process.execPath, [path], { cwd: directory, timeout: 20_000 });
    return stdout.trim();
  };

  it.each([
    [
      'ESM',
      'module.mjs',
      "import * as library from 'nestjs-ssm-cache'; import * as testing from 'nestjs-ssm-cache/testing';",
    ],
    [
      'CommonJS',
      'module.cjs',
      "const library = require('nestjs-ssm-cache'); const testing = require('nestjs-ssm-cache/testing');",
    ],
  ])('is loaded as %s without any SDK', async (_format, file, imports) => {
    const output = await execute(
      file,
      `${imports} console.log(typeof library.SsmCacheModule.forRoot, typeof testing.InMemoryParameterStore);`,
    );
    expect(output).toBe('function function');
  });

  it.each([
    [
      'ESM',
      'demand.mjs',
      "import { createRequire } from 'node:module'; import * as library from 'nestjs-ssm-cache'; const { cache } = createRequire(import.meta.url);",
    ],
    ['CommonJS', 'demand.cjs', "const library = require('nestjs-ssm-cache'); const { cache } = require;"],
  ])('loads what few applications need when it is needed, as %s', async (_format, file, imports) => {
    const output = await execute(
      file,
      `${imports}
      const isLoaded = () => Object.keys(cache).some((path) => path.endsWith('on-demand.cjs'));
      const usual = new library.SsmCache({ region: 'eu-west-1' });
      const handles = [usual.parameter('/x'), usual.secret('x'), usual.parameters('/x')];
      const before = isLoaded();
      const local = new library.SsmCache({ region: 'eu-west-1', local: { parameters: { '/x': 'here' } } });
      local.parameter('/x').get().then((value) => console.log(before, isLoaded(), value));`,
    );
    expect(output).toBe('false true here');
  });

  it.each([
    ['ESM', 'files.mjs', "await import('nestjs-ssm-cache');"],
    ['CommonJS', 'files.mjs', "createRequire(import.meta.url)('nestjs-ssm-cache');"],
  ])('is loaded without its program and its tooling, as %s', async (_format, file, load) => {
    const hooks =
      'data:text/javascript,export const load = (url, context, next) => (process._rawDebug(url), next(url, context));';
    const path = join(project, file);
    await writeFile(
      path,
      `import { createRequire, register } from 'node:module';
      register(${JSON.stringify(hooks)});
      ${load}
      console.error(Object.keys(createRequire(import.meta.url).cache).join('\\n'));`,
    );
    const { stderr } = await run(process.execPath, [path], { cwd: project, timeout: 20_000 });
    const loaded = stderr.split('\n').flatMap((line) => line.split('/nestjs-ssm-cache/dist/')[1] ?? []);

    expect(loaded).toContain('shared/index.cjs');
    expect(loaded.filter((name) => /(^|\/)(cli|tooling|schematics)\//.test(name))).toEqual([]);
  });

  it.each([
    ['ESM', 'names.mjs', "import * as library from 'nestjs-ssm-cache';"],
    ['CommonJS', 'names.cjs', "const library = require('nestjs-ssm-cache');"],
  ])(
    'has classes and functions that print the names of their exports, as %s',
    async (_format, file, imports) => {
      const output = await execute(
        file,
        `${imports}
      const named = Object.entries(library).filter(([, value]) => typeof value === 'function');
      const cache = new library.SsmCache({ region: 'eu-west-1' });
      const handles = [cache.parameter('/x'), cache.secret('x'), cache.parameters('/x')];
      console.log(JSON.stringify({
        count: named.length,
        others: named.filter(([name, value]) => value.name !== name).map(([name]) => name),
        handles: handles.map((handle) => handle[Symbol.for('nodejs.util.inspect.custom')]().split(' ')[0]),
      }));
      cache.close();`,
      );
      const { count, others, handles } = JSON.parse(output) as Record<string, unknown>;
      expect(count).toBeGreaterThan(30);
      expect(others).toEqual([]);
      expect(handles).toEqual(['SsmParameter', 'SecretsManagerParameter', 'SsmParameterTree']);
    },
  );

  it.each(['module.mjs', 'module.cjs'])(
    'says which SDK package to install when one is needed (%s)',
    async (file) => {
      const imports = file.endsWith('cjs')
        ? "const { SsmCache } = require('nestjs-ssm-cache');"
        : "import { SsmCache } from 'nestjs-ssm-cache';";
      const output = await execute(
        file,
        `${imports}
      const cache = new SsmCache({ region: 'eu-west-1' });
      const messages = [cache.parameter('/host').get(), cache.secret('db').get()].map((read) => read.catch((error) => error.code + ' ' + error.message));
      Promise.all(messages).then((texts) => console.log(texts.join('\\n')));`,
      );
      expect(output).toContain(
        'SSM_CACHE_INVALID_CLIENT The package "@aws-sdk/client-ssm" is not installed. Run "npm install @aws-sdk/client-ssm"',
      );
      expect(output).toContain('The package "@aws-sdk/client-secrets-manager" is not installed.');
    },
  );

  it('names class and property when an application starts without the SDK', async () => {
    const output = await execute(
      'application.cjs',
      `require('reflect-metadata');
      const { Module } = require('@nestjs/common');
      const { NestFactory } = require('@nestjs/core');
      const { SsmCacheModule, SsmParam } = require('nestjs-ssm-cache');
      class Orders {}
      SsmParam('/db/host', { type: String })(Orders.prototype, 'host');
      class AppModule {}
      Module({ imports: [SsmCacheModule.forRoot({ ssm: { region: 'eu-west-1' } })], providers: [Orders] })(AppModule);
      NestFactory.createApplicationContext(AppModule, { logger: false, abortOnError: false }).catch((error) => console.log(error.message));`,
    );
    expect(output).toContain('Orders.host → /db/host: The package "@aws-sdk/client-ssm" is not installed.');
  });

  it('works with its ESM and its CommonJS copy in one process', async () => {
    const output = await execute(
      'copies.mjs',
      `import 'reflect-metadata';
      import { createRequire } from 'node:module';
      import { Module } from '@nestjs/common';
      import { SsmCacheModule, SSM_CLIENT, SsmCache } from 'nestjs-ssm-cache';
      import { InMemoryParameterStore } from 'nestjs-ssm-cache/testing';
      const commonJs = createRequire(import.meta.url)('nestjs-ssm-cache');
      class Orders {
        async find() { if (this.host === 'old') throw new Error('moved'); return this.host; }
      }
      const type = (property, design) => Reflect.defineMetadata('design:type', design, Orders.prototype, property);
      type('host', String);
      type('handle', commonJs.SsmParameter);
      commonJs.SsmParam('/db/host', { type: String })(Orders.prototype, 'host');
      commonJs.SsmParam('/db/host')(Orders.prototype, 'handle');
      const method = Object.getOwnPropertyDescriptor(Orders.prototype, 'find');
      commonJs.RefreshOnError()(Orders.prototype, 'find', method);
      Object.defineProperty(Orders.prototype, 'find', method);
      const store = new InMemoryParameterStore({ '/db/host': 'old' });
      class AppModule {}
      Module({
        imports: [SsmCacheModule.forRootAsync({ useFactory: () => ({}) })],
        providers: [Orders],
      })(AppModule);
      const { Test } = await import('@nestjs/testing');
      const app = await Test.createTestingModule({ imports: [AppModule] }).overrideProvider(SSM_CLIENT).useValue(store).compile();
      await app.get(SsmCache).ready();
      const orders = app.get(Orders);
      const before = [orders.host, orders.handle.value];
      store.put('/db/host', 'new');
      console.log([...before, await orders.find(), orders.handle.value].join(' '));
      await app.close();`,
    );
    expect(output).toBe('old old new new');
  });

  it.each([
    { library: 'commonJs', application: 'esm' },
    { library: 'esm', application: 'commonJs' },
  ])(
    'injects into classes of a library that loaded the other copy ($library)',
    async ({ library, application }) => {
      const output = await execute(
        `library-${library}.mjs`,
        `import 'reflect-metadata';
      import { createRequire } from 'node:module';
      import { Module } from '@nestjs/common';
      import { Test } from '@nestjs/testing';
      import * as esm from 'nestjs-ssm-cache';
      import { InMemoryParameterStore } from 'nestjs-ssm-cache/testing';
      const commonJs = createRequire(import.meta.url)('nestjs-ssm-cache');
      const { SsmCacheModule, SSM_CLIENT, SsmCache } = ${application};
      // The application's module is declared before the library is.
      const root = SsmCacheModule.forRoot({ groups: { mail: {} } });
      class ByType { constructor(cache) { this.cache = cache; } }
      Reflect.defineMetadata('design:paramtypes', [${library}.SsmCache], ByType);
      class ByToken { constructor(cache, group) { this.cache = cache; this.group = group; } }
      ${library}.InjectSsmCache()(ByToken, undefined, 0);
      ${library}.InjectSsmGroup('mail')(ByToken, undefined, 1);
      class ByHandle { constructor(handle) { this.handle = handle; } }
      ${library}.InjectSsmParam('/x')(ByHandle, undefined, 0);
      class LibraryModule {}
      Module({ providers: [ByType, ByToken, ByHandle] })(LibraryModule);
      class AppModule {}
      Module({ imports: [root, LibraryModule] })(AppModule);
      const app = await Test.createTestingModule({ imports: [AppModule] })
        .overrideProvider(SSM_CLIENT).useValue(new InMemoryParameterStore({ '/x': 'value' })).compile();
      const cache = app.get(SsmCache);
      const { group } = app.get(ByToken);
      console.log(JSON.stringify([
        ${library}.SsmCache === SsmCache, app.get(ByType).cache === cache, app.get(ByToken).cache === cache,
        group === cache.group('mail'), await group.parameter('/x').get(), app.get(ByHandle).handle.value,
      ]));
      await app.close();`,
      );
      expect(JSON.parse(output)).toEqual([false, true, true, true, 'value', 'value']);
    },
  );

  it('imports no SDK before a value is fetched', async () => {
    const withSdk = await makeProject(['client-ssm']);
    const output = await execute(
      'sdk.cjs',
      `const { SsmCache } = require('nestjs-ssm-cache');
      const loaded = () => Object.keys(require.cache).some((path) => path.includes('@aws-sdk'));
      const cache = new SsmCache({ region: 'eu-west-1', ssm: { endpoint: 'http://127.0.0.1:1', maxAttempts: 1 } });
      const handle = cache.parameter('/host');
      const before = loaded();
      handle.get().catch(() => console.log(before, loaded()));`,
      withSdk,
    );
    await rm(withSdk, { recursive: true });
    expect(output).toBe('false true');
  });

  it('lets a process that reads once fall off its end, without being closed', async () => {
    const output = await execute(
      'once.mjs',
      `import { SsmCache } from 'nestjs-ssm-cache';
      import { InMemoryParameterStore } from 'nestjs-ssm-cache/testing';
      const cache = new SsmCache({ maxAge: 1, ssmClient: new InMemoryParameterStore({ '/host': 'localhost' }), secretsManagerClient: { send() {} } });
      console.log(await cache.parameter('/host').get());`,
    );
    expect(output).toBe('localhost');
  });

  it('changes nothing outside of itself when it is imported, but for symbols of its own that its copies share', async () => {
    const output = await execute(
      'side-effects.mjs',
      `import 'reflect-metadata';
      import '@nestjs/common';
      import 'rxjs';
      import 'node:http';
      const outside = () => JSON.stringify([
        [globalThis, Reflect, Promise.prototype, Array.prototype, Object.prototype, process].map((object) => Reflect.ownKeys(object).map(String).filter((key) => !key.startsWith('Symbol(nestjs-ssm-cache:'))),
        process.eventNames().map((name) => [String(name), process.listenerCount(name)]),
        Object.keys(process.env),
        process.getActiveResourcesInfo(),
      ]);
      const before = outside();
      await import('nestjs-ssm-cache');
      await import('nestjs-ssm-cache/testing');
      console.log(outside() === before);`,
    );
    expect(output).toBe('true');
  });

  it('has functions that print the names of their exports, in each entry point', async () => {
    const specifiers = entryPoints.map(({ specifier }) => specifier);
    const output = await execute(
      'further-names.mjs',
      `const others = [];
      for (const specifier of ${JSON.stringify(specifiers)}) {
        const exported = Object.entries(await import(specifier));
        const named = exported.filter(([, value]) => typeof value === 'function');
        if (named.length === 0) others.push(specifier);
        others.push(...named.filter(([name, value]) => value.name !== name).map(([name]) => \`\${specifier} \${name}\`));
      }
      console.log(JSON.stringify(others));`,
    );
    expect(JSON.parse(output)).toEqual([]);
  });

  it('keeps the names of functions and classes in a stack', async () => {
    const output = await execute(
      'stack.mjs',
      `const { SsmCache } = await import('nestjs-ssm-cache');
      try { new SsmCache({ maxAge: -1 }); } catch (error) { console.log(error.stack); }`,
    );
    expect(output).toMatch(/at new SsmCache \(.*\.c?js:\d+:\d+\)/);
  });
});
