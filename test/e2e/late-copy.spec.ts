import { afterEach, expect, it, jest } from '@jest/globals';
import { Inject, Injectable, Module } from '@nestjs/common';
import { LazyModuleLoader } from '@nestjs/core';
import { SsmCache, SsmParameter } from 'nestjs-ssm-cache';
import { InMemoryParameterStore } from 'nestjs-ssm-cache/testing';
import { closeAll, startApplication } from '../support/application.js';

const applications: Awaited<ReturnType<typeof startApplication>>[] = [];
afterEach(() => closeAll(applications));

it('a lazy module may be of a library that loads the other copy of the package', async () => {
  const application = await startApplication({ ssm: new InMemoryParameterStore({ '/host': 'db.internal' }) });
  applications.push(application);
  jest.resetModules();
  const copy = await import('nestjs-ssm-cache');
  expect(copy.SsmCache).not.toBe(SsmCache);
  @Injectable()
  class Library {
    @copy.SsmParam('/host') readonly host!: string;
    constructor(
      @Inject(copy.SsmCache) readonly cache: SsmCache,
      @copy.InjectSsmParam('/host') readonly handle: SsmParameter,
    ) {}
  }
  @Module({ providers: [Library] })
  class LibraryModule {}
  const library = (await application.get(LazyModuleLoader).load(() => LibraryModule)).get(Library);

  expect(library.cache).toBe(application.get(SsmCache));
  expect(library.handle.value).toBe('db.internal');
  await application.get(SsmCache).ready();
  expect(library.host).toBe('db.internal');
});
