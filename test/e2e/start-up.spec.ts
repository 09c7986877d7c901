import { afterEach, describe, expect, it } from '@jest/globals';
import { Injectable, type INestApplicationContext, type Type } from '@nestjs/common';
import { SsmCache, SsmParam, SsmSecret } from 'nestjs-ssm-cache';
import { InMemoryParameterStore, InMemorySecretsManager } from 'nestjs-ssm-cache/testing';
import { closeAll, RecordingLogger, startApplication } from '../support/application.js';
import { FakeRuntime } from '../support/fake-runtime.js';

const running: INestApplicationContext[] = [];
afterEach(() => closeAll(running));

const numbers = Array.from({ length: 25 }, (_, index) => index + 1);

/** Five classes with five parameters and five secrets each. */
const decoratedClasses = (): Type[] =>
  [0, 5, 10, 15, 20].map((start) => {
    @Injectable()
    class Decorated {}
    for (const number of numbers.slice(start, start + 5)) {
      SsmParam(`/parameter/${number}`, { type: String })(Decorated.prototype, `parameter${number}`);
      SsmSecret(`secret/${number}`, { type: String })(Decorated.prototype, `secret${number}`);
    }
    return Decorated;
  });

const stores = () => ({
  ssm: new InMemoryParameterStore(
    Object.fromEntries(numbers.map((number) => [`/parameter/${number}`, `value ${number}`])),
  ),
  secretsManager: new InMemorySecretsManager(
    Object.fromEntries(numbers.map((number) => [`secret/${number}`, `secret ${number}`])),
  ),
});

const operations = (store: { calls: readonly { operation: string }[] }): string[] =>
  store.calls.map(({ operation }) => operation);

describe('at start-up', () => {
  it('loads 25 parameters and 25 secrets of several classes in 3 and 2 calls', async () => {
    const { ssm, secretsManager } = stores();
    const classes = decoratedClasses();
    const application = await startApplication({
      providers: classes,
      ssm,
      secretsManager,
      module: { maxAge: 300 },
    });
    running.push(application);

    expect(operations(ssm)).toEqual(['GetParameters', 'GetParameters', 'GetParameters']);
    expect(operations(secretsManager)).toEqual(['BatchGetSecretValue', 'BatchGetSecretValue']);
    const values = classes.flatMap((type) => {
      const instance = application.get<Record<string, unknown>>(type);
      return Object.getOwnPropertyNames(instance).map((property) => [property, instance[property]]);
    });
    expect(Object.fromEntries(values)).toEqual(
      Object.fromEntries(
        numbers.flatMap((number) => [
          [`parameter${number}`, `value ${number}`],
          [`secret${number}`, `secret ${number}`],
        ]),
      ),
    );
  });

  it('calls nothing again before the max age, however often values are read', async () => {
    const { ssm, secretsManager } = stores();
    const classes = decoratedClasses();
    const application = await startApplication({
      providers: classes,
      ssm,
      secretsManager,
      module: { maxAge: 300 },
    });
    running.push(application);
    const cache = application.get(SsmCache);

    for (let round = 0; round < 100; round += 1) {
      await Promise.all(numbers.map((number) => cache.parameter(`/parameter/${number}`).get()));
      await Promise.all(numbers.map((number) => cache.secret(`secret/${number}`).get()));
    }

    expect(operations(ssm)).toHaveLength(3);
    expect(operations(secretsManager)).toHaveLength(2);
  });

  it('brings 1,000 strict readers of an expired value one call', async () => {
    const ssm = new InMemoryParameterStore({ '/host': 'one' });
    const runtime = new FakeRuntime();
    const cache = new SsmCache(
      { ssmClient: ssm, secretsManagerClient: new InMemorySecretsManager(), maxAge: 60 },
      runtime,
    );
    const host = cache.parameter('/host');
    await host.get();
    ssm.put('/host', 'two');
    await runtime.advance(61);

    const values = await Promise.all(Array.from({ length: 1_000 }, () => host.get()));

    expect(new Set(values)).toEqual(new Set(['two']));
    expect(operations(ssm)).toHaveLength(2);
    cache.close();
  });

  it('goes on while AWS throttles, until everything is there', async () => {
    const { ssm, secretsManager } = stores();
    ssm.failNext('ThrottlingException', 4);
    secretsManager.failNext('ThrottlingException', 3);
    const classes = decoratedClasses();

    const application = await startApplication({ providers: classes, ssm, secretsManager });
    running.push(application);

    const [first] = classes;
    expect(application.get<Record<string, unknown>>(first as Type)['parameter1']).toBe('value 1');
    expect(
      application
        .get(SsmCache)
        .inspect()
        .every(({ state }) => state === 'fresh'),
    ).toBe(true);
  });

  it('waits for 30 seconds where no time is given, and says so', async () => {
    const { ssm } = stores();
    ssm.failAlways('ThrottlingException');
    class Declared {
      @SsmParam('/parameter/1') readonly value!: string;
    }
    const said: string[] = [];
    const warn = (line: unknown): void => {
      said.push(String(line));
      ssm.clearFailures();
    };
    running.push(
      await startApplication({
        providers: [Declared],
        ssm,
        logger: Object.assign(new RecordingLogger(), { warn }),
      }),
    );

    expect(said).toEqual([expect.stringMatching(/^The start waits .* for up to 2\d s more/)]);
  });

  it('does without a secret that is marked for deletion, where it may be missing', async () => {
    const { ssm, secretsManager } = stores();
    for (const name of ['secret/1', 'secret/2']) secretsManager.delete(name);
    @Injectable()
    class Mails {
      @SsmSecret('secret/1', { default: 'none' }) readonly login!: string;
      @SsmSecret('secret/2', { optional: true, type: String }) readonly token?: string;
    }
    const application = await startApplication({ providers: [Mails], ssm, secretsManager });
    running.push(application);

    expect(application.get(Mails).login).toBe('none');
    expect(application.get(Mails).token).toBeUndefined();
  });

  it('loads nothing when preload is off, and each value when it is first read', async () => {
    const { ssm, secretsManager } = stores();

    @Injectable()
    class Lazy {
      @SsmParam('/parameter/1', { preload: false }) readonly late!: Promise<string>;
    }
    const application = await startApplication({
      providers: [Lazy],
      ssm,
      secretsManager,
      module: { preload: false },
    });
    running.push(application);

    expect(operations(ssm)).toEqual([]);
    await expect(application.get(Lazy).late).resolves.toBe('value 1');
    expect(operations(ssm)).toEqual(['GetParameters']);
  });
});
