import { setFlagsFromString } from 'node:v8';
import { runInThisContext } from 'node:vm';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Injectable, type INestApplicationContext, type Type } from '@nestjs/common';
import { SsmParam } from 'nestjs-ssm-cache';
import { InMemoryParameterStore } from 'nestjs-ssm-cache/testing';
import { closeAll, startApplication } from '../support/application.js';

setFlagsFromString('--allow-natives-syntax');
const isFast = runInThisContext('(object) => %HasFastProperties(object)') as (object: object) => boolean;

@Injectable()
class Service {
  readonly first = 1;
  @SsmParam('/host') readonly host!: string;
  between = 'between';
  @SsmParam('/port') readonly port!: number;
  readonly last = { of: 'all' };
}

/** One whose private field cannot be moved. */
@Injectable()
class ServiceWithPrivateField {
  @SsmParam('/host') readonly host!: string;
  readonly #secret = 42;
  readonly last = 'last';

  reveal(): number {
    return this.#secret;
  }
}

/** One whose fields cannot all be taken off. */
@Injectable()
class ServiceWithFixedField {
  @SsmParam('/host') readonly host!: string;
  readonly last = 'last';

  constructor() {
    Object.defineProperty(this, 'fixed', { value: 'fixed', configurable: false, enumerable: true });
  }
}

/** One that lets nothing be added to it. */
@Injectable()
class SealedService {
  @SsmParam('/host') readonly host!: string;
  readonly last = 'last';

  constructor() {
    Object.preventExtensions(this);
  }
}

describe('An instance with decorated properties', () => {
  const applications: INestApplicationContext[] = [];
  afterEach(() => closeAll(applications));

  const start = async <T>(service: Type<T>): Promise<T> => {
    const ssm = new InMemoryParameterStore({ '/host': 'localhost', '/port': '5432' });
    const application = await startApplication({ providers: [service], ssm });
    applications.push(application);
    return application.get(service);
  };

  it('is as fast to read as any other object', async () => {
    expect(isFast(await start(Service))).toBe(true);
  });

  it('keeps its other fields, and the order of all', async () => {
    const service = await start(Service);
    expect(service).toMatchObject({ first: 1, host: 'localhost', port: 5432, last: { of: 'all' } });
    expect(Object.getOwnPropertyNames(service)).toEqual(['first', 'host', 'between', 'port', 'last']);
    expect(Object.keys(service)).toEqual(['first', 'between', 'last']);
    service.between = 'changed';
    expect(service.between).toBe('changed');
  });

  it('keeps its #private fields', async () => {
    const service = await start(ServiceWithPrivateField);
    expect([service.host, service.reveal(), service.last]).toEqual(['localhost', 42, 'last']);
  });

  it('keeps what cannot be taken off it', async () => {
    const service = await start(ServiceWithFixedField);
    expect(service).toMatchObject({ host: 'localhost', last: 'last', fixed: 'fixed' });
  });

  it('need not be extensible', async () => {
    const service = await start(SealedService);
    expect(service).toMatchObject({ host: 'localhost', last: 'last' });
  });
});
