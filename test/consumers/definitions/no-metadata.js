import { deepStrictEqual, match } from 'node:assert/strict';

const REFUSED = `
import 'reflect-metadata';
import { SsmParam } from 'nestjs-ssm-cache';

try {
  class Switches {
    @SsmParam('/open') open!: boolean;
  }
  console.log('not refused:', Switches.name);
} catch (error) {
  console.log((error as { code: string }).code, (error as Error).message);
}
`;

const TYPED = `
import 'reflect-metadata';
import { Injectable, Inject, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { InjectSsmParam, SsmCacheInterceptor, SsmParam, SsmParameter, SsmSecret } from 'nestjs-ssm-cache';
import { SsmCacheTestingModule } from 'nestjs-ssm-cache/testing';

@Injectable()
class Settings {
  @SsmParam('/open', { type: Boolean }) open!: boolean;
  @SsmParam('/port', { type: Number }) port!: number;
  @SsmParam('/hosts', { type: Array }) hosts!: string[];
  @SsmParam('/host', { type: Promise }) fresh!: Promise<string>;
  @SsmParam('/host', { type: SsmParameter }) handle!: SsmParameter;
  @SsmSecret('db', { transform: 'json' }) secret!: { password: string };

  constructor(@InjectSsmParam('/host') readonly injected: SsmParameter) {}
}

@Injectable()
class Consumer {
  constructor(@Inject(Settings) readonly settings: Settings) {}
}

@Module({
  imports: [
    SsmCacheTestingModule.register({
      parameters: { '/open': 'no', '/port': '5432', '/hosts': ['a', 'b'], '/host': 'db.internal' },
      secrets: { db: { password: 'p1' } },
    }),
  ],
  providers: [Settings, Consumer, SsmCacheInterceptor],
})
class AppModule {}

const main = async (): Promise<void> => {
  const app = await NestFactory.createApplicationContext(AppModule, { logger: false });
  const { open, port, hosts, fresh, handle, secret, injected } = app.get(Consumer).settings;
  console.log(JSON.stringify([open, port + 1, hosts, await fresh, handle.value, secret.password, injected.value]));
  await app.close();
};
void main();
`;

const HELD = [false, 5433, ['a', 'b'], 'db.internal', 'db.internal', 'p1', 'db.internal'];

const SWCRC = {
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: false },
  },
  module: { type: 'es6' },
};

/** A project whose compiler emits no types of decorated properties: `commands` build it, and `run` runs one of its files. */
const withoutMetadata = ({ compiler, packages, commands = [], run }) => {
  const execute = (project, node, file) => {
    const [command, ...args] = run(file);
    return project.run(command, args, { node });
  };
  return {
    name: `no-metadata-${compiler}`,
    about: `${compiler}, which emits no decorator metadata here`,
    async prepare(project) {
      await project.writeJson('package.json', {
        private: true,
        type: 'module',
        dependencies: {
          '@nestjs/common': '^11.0.0',
          '@nestjs/core': '^11.0.0',
          'nestjs-ssm-cache': `file:${project.tarball}`,
          'reflect-metadata': '^0.2.2',
          rxjs: '^7.8.1',
          ...packages,
        },
      });
      await project.writeJson('tsconfig.json', {
        compilerOptions: {
          target: 'es2022',
          module: 'nodenext',
          strict: true,
          experimentalDecorators: true,
          skipLibCheck: true,
          noEmit: true,
          types: ['node'],
        },
        include: ['src'],
      });
      await project.writeJson('.swcrc', SWCRC);
      await project.write('src/refused.ts', REFUSED);
      await project.write('src/typed.ts', TYPED);
      await project.install();
    },
    typecheck: (project) => project.run('tsc', ['--noEmit', '-p', 'tsconfig.json']),
    async build(project) {
      for (const [command, ...args] of commands) await project.run(command, args);
    },
    async test(project, node) {
      match(
        await execute(project, node, 'refused'),
        /SSM_CACHE_INVALID_DECLARATION.*emitDecoratorMetadata.*"type"/s,
      );
    },
    async start(project, node) {
      deepStrictEqual(JSON.parse(await execute(project, node, 'typed')), HELD);
    },
  };
};

const TYPESCRIPT = { typescript: '~5.9.3', '@types/node': '^20.0.0' };
const built = (file) => ['node', `dist/${file}.js`];

export const tsxWithoutMetadata = withoutMetadata({
  compiler: 'tsx',
  packages: { ...TYPESCRIPT, tsx: '^4.20.0' },
  run: (file) => ['tsx', `src/${file}.ts`],
});

export const esbuildWithoutMetadata = withoutMetadata({
  compiler: 'esbuild',
  packages: { ...TYPESCRIPT, esbuild: '^0.28.0' },
  commands: [
    [
      'esbuild',
      'src/refused.ts',
      'src/typed.ts',
      '--bundle',
      '--packages=external',
      '--platform=node',
      '--format=esm',
      '--outdir=dist',
    ],
  ],
  run: built,
});

export const swcWithoutMetadata = withoutMetadata({
  compiler: 'swc',
  packages: { ...TYPESCRIPT, '@swc/cli': '^0.8.0', '@swc/core': '^1.16.0' },
  commands: [['swc', 'src', '--out-dir', 'dist', '--strip-leading-paths']],
  run: built,
});
