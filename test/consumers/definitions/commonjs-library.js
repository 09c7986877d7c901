import { nestApp } from '../runner/nest-app.js';

const LIBRARY = `
import { Injectable, Module } from '@nestjs/common';
import {
  InjectSsmCache,
  InjectSsmParam,
  RefreshOnError,
  SsmCache,
  SsmParam,
  SsmParameter,
} from 'nestjs-ssm-cache';

@Injectable()
export class Greetings {
  @SsmParam('/greeting') private readonly greeting!: string;
  @SsmParam('/greeting') readonly handle!: SsmParameter;
  readonly repeats: number;

  constructor(
    @InjectSsmCache() readonly cache: SsmCache,
    @InjectSsmParam('/repeats', { transform: 'number' }) repeats: SsmParameter<number>,
  ) {
    this.repeats = repeats.value;
  }

  @RefreshOnError()
  async greet(expected: string): Promise<string> {
    if (this.greeting !== expected) throw new Error('another greeting');
    return this.greeting;
  }
}

@Module({ providers: [Greetings], exports: [Greetings] })
export class GreetingsModule {}
`;

const CHECK = `
import { deepStrictEqual, notStrictEqual } from 'node:assert/strict';
import { createRequire } from 'node:module';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Greetings, GreetingsModule } from 'greetings';
import { SsmCache } from 'nestjs-ssm-cache';
import { InMemoryParameterStore, SsmCacheTestingModule } from 'nestjs-ssm-cache/testing';

@Module({
  imports: [
    SsmCacheTestingModule.register({ parameters: { '/greeting': 'Hello', '/repeats': '2' } }),
    GreetingsModule,
  ],
})
class CheckModule {}

const commonJs = createRequire(import.meta.url)('nestjs-ssm-cache') as { SsmCache: unknown };
notStrictEqual(commonJs.SsmCache, SsmCache, 'there is one copy only');

const app = await NestFactory.createApplicationContext(CheckModule, { logger: false, abortOnError: false });
const greetings = app.get(Greetings);
deepStrictEqual(greetings.cache, app.get(SsmCache));
deepStrictEqual([greetings.repeats, greetings.handle.value], [2, 'Hello']);
app.get(InMemoryParameterStore).put('/greeting', 'Good evening');
deepStrictEqual(await greetings.greet('Good evening'), 'Good evening');
await app.close();
`;

export default nestApp({
  name: 'commonjs-library',
  about: 'a CommonJS library inside of an ESM application',
  nest: 12,
  async adapt(project) {
    await project.writeJson('packages/greetings/package.json', {
      name: 'greetings',
      version: '1.0.0',
      type: 'commonjs',
      main: './dist/index.js',
      types: './dist/index.d.ts',
      scripts: { build: 'tsc' },
    });
    await project.writeJson('packages/greetings/tsconfig.json', {
      compilerOptions: {
        target: 'es2022',
        module: 'nodenext',
        rootDir: '.',
        outDir: 'dist',
        declaration: true,
        strict: true,
        experimentalDecorators: true,
        emitDecoratorMetadata: true,
        types: ['node'],
      },
      include: ['index.ts'],
    });
    await project.write('packages/greetings/index.ts', LIBRARY);
    await project.write('src/check.ts', CHECK);
    await project.edit('package.json', (manifest) => {
      manifest.workspaces = ['packages/greetings'];
      manifest.dependencies.greetings = '*';
      manifest.scripts.build = 'npm run build --workspaces && nest build';
    });
  },
  // The types of the library are there once it is built.
  typecheck: async (project) => {
    await project.run('npm', ['run', 'build', '--workspaces']);
    await project.run('tsc', ['--noEmit', '-p', 'tsconfig.json']);
  },
  test: (project, node) => project.run('node', ['dist/check.js'], { node }),
});
