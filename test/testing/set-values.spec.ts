import { describe, expect, it } from '@jest/globals';
import { Injectable } from '@nestjs/common';
import { RefreshOnError, SecretsManagerParameter, SsmParam, SsmParameter, SsmSecret } from 'nestjs-ssm-cache';
import { setValues, SsmCacheTestingModule } from 'nestjs-ssm-cache/testing';
import { Test } from '@nestjs/testing';
import { inspect } from 'node:util';
import { thrown } from '../support/make-cache.js';

class Repository {
  @SsmParam('/host') private readonly host!: string;
  @SsmParam('/port') readonly port!: number;
  @SsmSecret('db') private readonly password!: Promise<string>;
  @SsmSecret('db') readonly secret!: SecretsManagerParameter<string>;
  @SsmParam('/host') readonly hostHandle!: SsmParameter<string>;
  readonly undecorated: string = 'x';

  @RefreshOnError()
  async login(): Promise<string> {
    return `${this.host}:${this.port} ${await this.password}`;
  }
}

@Injectable()
class Child extends Repository {
  @SsmParam('/name') name!: string;
}

describe('setValues()', () => {
  it('sets decorated properties of an instance that was made with new, private and inherited ones too', async () => {
    const child = setValues(new Child(), { host: 'localhost', port: 5432, password: 'p1', name: 'orders' });

    expect([child.port, child.name]).toEqual([5432, 'orders']);
    await expect(child.login()).resolves.toBe('localhost:5432 p1');
  });

  it('gives a property that is a promise or a handle what it was given as a value', async () => {
    const repository = setValues(new Repository(), { secret: 'p1', hostHandle: 'localhost' });

    expect([repository.secret.value, repository.hostHandle.value]).toEqual(['p1', 'localhost']);
    await expect(repository.secret.get()).resolves.toBe('p1');
    await expect(repository.secret.refresh()).resolves.toBeUndefined();
    expect([repository.secret.name, repository.secret.fullName]).toEqual(['db', 'db']);
    const login = async () => repository.secret.value;
    await expect(repository.secret.refreshOnError(login)()).resolves.toBe('p1');
    repository.secret.onChange(() => undefined)();
  });

  it('asks for no name that only the environment of the application knows', () => {
    class Settings {
      @SsmSecret(() => {
        throw new Error('no such variable');
      })
      readonly secret!: SecretsManagerParameter<string>;
    }
    const { secret } = setValues(new Settings(), { secret: 'p1' });

    expect([secret.name, secret.value]).toEqual(['Settings.secret', 'p1']);
  });

  it('leaves a promise and a double of a handle as they are given', async () => {
    const double = { get: async () => 'mine' } as SecretsManagerParameter<string>;
    const rejected = Promise.reject(new Error('denied'));
    const repository = setValues(new Repository(), { secret: double, password: rejected });

    expect(repository.secret).toBe(double);
    await expect(repository.login()).rejects.toThrow('denied');
  });

  it('shows no value where the instance is printed', () => {
    const repository = setValues(new Repository(), { host: 'h0st-name', secret: 's3cret-value' });

    expect(JSON.stringify(repository)).not.toContain('h0st-name');
    expect(`${inspect(repository.secret)}${JSON.stringify(repository.secret)}`).not.toContain('s3cret-value');
  });

  it('can be called again, and leaves properties assignable', () => {
    const child = setValues(setValues(new Child(), { name: 'a' }), { name: 'b' });

    expect(child.name).toBe('b');
    child.name = 'c';
    expect(child.name).toBe('c');
  });

  it('also overrides what the cache gives an instance that Nest made', async () => {
    @Injectable()
    class Orders {
      @SsmParam('/limit') readonly limit!: number;
    }
    const module = await Test.createTestingModule({
      imports: [SsmCacheTestingModule.register({ parameters: { '/limit': '1' } })],
      providers: [Orders],
    }).compile();

    expect(setValues(module.get(Orders), { limit: 9 }).limit).toBe(9);
    await module.close();
  });

  it.each([
    ['misspelled', { pasword: 'x' }, /has no decorated property "pasword".*"password"/],
    ['without a decorator', { undecorated: 'y' }, /has no decorated property "undecorated"/],
  ])(
    'refuses the name of a property that is %s, and names those that there are',
    (_kind, values, message) => {
      const error = thrown(() => setValues(new Repository(), values));

      expect(error.code).toBe('SSM_CACHE_INVALID_DECLARATION');
      expect(error.message).toMatch(message);
      expect(error.names).toEqual([`Repository.${Object.keys(values)[0]}`]);
    },
  );

  it('says that a class has no decorated property at all', () => {
    expect(thrown(() => setValues(new (class Plain {})(), { a: 1 })).message).toContain(
      'Plain has no decorated',
    );
  });

  it('checks the values of public properties at compile time', () => {
    // @ts-expect-error the port is a number
    setValues(new Repository(), { port: 'text' });
    // @ts-expect-error the value of the handle is text
    setValues(new Repository(), { hostHandle: 5 });
    expect(setValues(new Repository(), { port: 1 }).port).toBe(1);
  });
});
