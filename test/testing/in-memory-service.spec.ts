import { inspect } from 'node:util';
import { GetRandomPasswordCommand, GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand, GetParametersCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { InMemoryParameterStore, InMemorySecretsManager, type Timers } from 'nestjs-ssm-cache/testing';
import { outcome, refused } from './support/both-ways.js';

/** Timers that go off when told to. */
class ManualTimers implements Timers {
  readonly #due = new Map<object, () => void>();
  readonly milliseconds: number[] = [];

  setTimeout(callback: () => void, milliseconds: number): object {
    const timer = {};
    this.#due.set(timer, callback);
    this.milliseconds.push(milliseconds);
    return timer;
  }

  clearTimeout(timer: object): void {
    this.#due.delete(timer);
  }

  get pending(): number {
    return this.#due.size;
  }

  fire(): void {
    for (const [timer, callback] of this.#due) {
      this.#due.delete(timer);
      callback();
    }
  }
}

describe('Commands', () => {
  const store = new InMemoryParameterStore({ foo: 'v' });

  it('are told by their schema, so that minified class names do no harm', async () => {
    class x extends GetParameterCommand {}
    const { Parameter } = await store.send(new x({ Name: 'foo' }));
    expect(Parameter?.Value).toBe('v');
  });

  it('are told by their class, or one it extends, if they have no schema', async () => {
    class Base {
      constructor(readonly input: object) {}
    }
    Object.defineProperty(Base, 'name', { value: 'GetParameterCommand' });
    class Traced extends Base {}
    for (const Command of [Base, Traced]) {
      expect(await store.send(new Command({ Name: 'foo' }))).toHaveProperty('Parameter.Value', 'v');
    }
  });

  it('that are unknown, or of another service, are refused by name', async () => {
    const secrets = new InMemorySecretsManager();
    const commands = [
      [store, { input: {} }, 'Parameter Store has no operation "Unknown"'],
      [store, Object.assign(Object.create(null), { input: {} }), 'no operation "Unknown"'],
      [
        store,
        new GetSecretValueCommand({ SecretId: 's' }),
        'Parameter Store has no operation "GetSecretValue"',
      ],
      [store, { input: {}, schema: [9, 'com.amazonaws.ssm', 'toString'] }, 'no operation "toString"'],
      [secrets, new GetRandomPasswordCommand({}), 'Secrets Manager has no operation "GetRandomPassword"'],
      [secrets, new GetParameterCommand({ Name: 'foo' }), 'Secrets Manager has no operation "GetParameter"'],
    ] as const;
    for (const [service, command, message] of commands) {
      expect(await outcome(service.send(command))).toEqual(
        refused('UnknownOperationException', expect.stringContaining(message)),
      );
    }
  });

  it('are answered as the SDK types say', async () => {
    const output = await store.send(new GetParametersCommand({ Names: ['foo'] }));
    const names: (string | undefined)[] = output.Parameters?.map(({ Name }) => Name) ?? [];
    expect(names).toEqual(['foo']);
    expect(output.$metadata).toEqual({
      httpStatusCode: 200,
      requestId: expect.any(String),
      attempts: 1,
      totalRetryDelay: 0,
    });
  });

  it('are answered after destroy() too, as the clients of the SDK do', async () => {
    const client = new InMemoryParameterStore({ foo: 'v' });
    expect(client.destroyed).toBe(false);
    client.destroy();
    expect(client.destroyed).toBe(true);
    expect(await client.getParameter({ Name: 'foo' })).toHaveProperty('Parameter.Value', 'v');
  });
});

describe('Methods named as those of the SDK', () => {
  it('do what the commands of Parameter Store do', async () => {
    const store = new InMemoryParameterStore();
    await store.putParameter({ Name: '/a/b', Value: 'v', Type: 'String' });
    await store.labelParameterVersion({ Name: '/a/b', Labels: ['blue'] });
    expect(await store.getParameter({ Name: '/a/b:blue' })).toHaveProperty('Parameter.Value', 'v');
    expect(await store.getParameters({ Names: ['/a/b'] })).toHaveProperty('Parameters.length', 1);
    expect(await store.getParametersByPath({ Path: '/a' })).toHaveProperty('Parameters.length', 1);
    expect(await store.getParameterHistory({ Name: '/a/b' })).toHaveProperty('Parameters.length', 1);
    expect(await store.describeParameters()).toHaveProperty('Parameters.length', 1);
    await store.deleteParameter({ Name: '/a/b' });
    expect(store.calls.map(({ operation }) => operation)).toEqual([
      'PutParameter',
      'LabelParameterVersion',
      'GetParameter',
      'GetParameters',
      'GetParametersByPath',
      'GetParameterHistory',
      'DescribeParameters',
      'DeleteParameter',
    ]);
  });

  it('do what the commands of Secrets Manager do', async () => {
    const secrets = new InMemorySecretsManager();
    const SecretId = 's';
    await secrets.createSecret({ Name: SecretId, SecretString: 'v1' });
    await secrets.updateSecret({ SecretId, Description: 'd' });
    const { VersionId } = await secrets.putSecretValue({
      SecretId,
      SecretString: 'v2',
      VersionStages: ['AWSPENDING'],
    });
    await secrets.updateSecretVersionStage({ SecretId, VersionStage: 'BLUE', MoveToVersionId: VersionId });
    expect(await secrets.getSecretValue({ SecretId, VersionStage: 'BLUE' })).toHaveProperty(
      'SecretString',
      'v2',
    );
    expect(await secrets.batchGetSecretValue({ SecretIdList: [SecretId] })).toHaveProperty('Errors', []);
    expect(await secrets.describeSecret({ SecretId })).toHaveProperty('Description', 'd');
    expect(await secrets.listSecretVersionIds({ SecretId })).toHaveProperty('Versions.length', 2);
    expect(await secrets.listSecrets()).toHaveProperty('SecretList.length', 1);
    await secrets.deleteSecret({ SecretId });
    await secrets.restoreSecret({ SecretId });
    expect(secrets.calls).toHaveLength(11);
  });
});

describe('Convenience', () => {
  it('puts, labels and deletes parameters at once', async () => {
    const store = new InMemoryParameterStore(
      {
        a: 'v',
        b: ['x', 'y'],
        c: { value: 'v', type: 'SecureString', labels: ['blue'] },
        d: { value: ['z'] },
      },
      { region: 'eu-west-1', accountId: '111111111111', partition: 'aws-cn' },
    );
    expect(store.put('a', 'w')).toBe(2);
    store.label('a', ['one', 'two'], 1);
    store.label('a', 'three');
    const names = ['a:one', 'a:two', 'a:three', 'b', 'c:blue', 'd'];
    const { Parameters = [] } = await store.getParameters({ Names: names, WithDecryption: true });
    expect(Parameters.map(({ Value, Type }) => [Value, Type])).toEqual([
      ['v', 'String'],
      ['w', 'String'],
      ['v', 'String'],
      ['x,y', 'StringList'],
      ['v', 'SecureString'],
      ['z', 'StringList'],
    ]);
    expect(Parameters[0]?.ARN).toBe('arn:aws-cn:ssm:eu-west-1:111111111111:parameter/a');
    expect(store.region).toBe('eu-west-1');
    expect([store.delete('a'), store.delete('a')]).toEqual([true, false]);
    expect(store.calls).toHaveLength(1);
  });

  it('refuses what AWS would refuse', () => {
    const store = new InMemoryParameterStore({ a: 'v' });
    expect(() => store.put('a b', 'v')).toThrow(expect.objectContaining({ name: 'ValidationException' }));
    expect(() => store.put('a', 'v'.repeat(5000))).toThrow(/4096/);
    expect(() => store.label('missing', 'x')).toThrow(expect.objectContaining({ name: 'ParameterNotFound' }));
    expect(() => store.label('a', 'x', 9)).toThrow(
      expect.objectContaining({ name: 'ParameterVersionNotFound' }),
    );
    expect(() => store.label('a', '1x')).toThrow(RangeError);
    expect(() => new InMemorySecretsManager({ 'a b': 'v' })).toThrow(/Invalid name/);
  });

  it('does not share bytes with whoever gave or got them', async () => {
    const bytes = Uint8Array.of(1, 2);
    const secrets = new InMemorySecretsManager({ s: bytes });
    bytes[0] = 9;
    const { SecretBinary } = await secrets.getSecretValue({ SecretId: 's' });
    SecretBinary?.fill(7);
    expect((await secrets.getSecretValue({ SecretId: 's' })).SecretBinary).toEqual(Uint8Array.of(1, 2));
  });
});

describe('The record of calls', () => {
  it('tells operation, input and time, the refused ones included', async () => {
    const store = new InMemoryParameterStore({}, { clock: () => 1_700_000_000_000 });
    await outcome(store.getParameter({ Name: 'missing' }));
    await store.getParameters({ Names: ['a', 'b'], WithDecryption: true });
    expect(store.calls).toEqual([
      { operation: 'GetParameter', input: { Name: 'missing' }, at: 1_700_000_000_000 },
      {
        operation: 'GetParameters',
        input: { Names: ['a', 'b'], WithDecryption: true },
        at: 1_700_000_000_000,
      },
    ]);
    expect(store.callsOf('GetParameters')).toEqual([store.calls[1]]);
    expect(store.callsOf('PutParameter')).toEqual([]);
    store.resetCalls();
    expect(store.calls).toEqual([]);
  });

  it('cannot be changed from outside', async () => {
    const store = new InMemoryParameterStore();
    const Names = ['a'];
    await store.getParameters({ Names });
    Names.push('b');
    expect(store.calls[0]?.input).toEqual({ Names: ['a'] });
    expect(() => Object.assign(store.calls[0] ?? {}, { at: 0 })).toThrow(TypeError);
    expect(() => Object.assign(store.calls[0]?.input ?? {}, { Names })).toThrow(TypeError);
  });

  it('shows no value, however the request is made', async () => {
    const store = new InMemoryParameterStore();
    const secrets = new InMemorySecretsManager();
    const value = 'a-secret-value';
    const requests = [
      store.putParameter({ Name: 'a', Value: value, Type: 'String' }),
      store.putParameter({ Name: 'a', Value: { nested: value } as never, Type: 'String' }),
      store.putParameter({ Name: 'a', value, Valeu: [value] } as never),
      store.getParameters({ Names: { value } as never }),
      store.getParameters(value as never),
      store.send({ input: { value }, constructor: { name: 'FooCommand' } } as never),
      secrets.createSecret({ Name: 's', SecretString: value }),
      secrets.createSecret({ Name: 't', SecretBinary: Buffer.from(value) }),
      secrets.putSecretValue({ SecretId: 's', SecretString: value, toString: value } as never),
    ];
    const outcomes = await Promise.all(requests.map(outcome));
    const calls = inspect([...store.calls, ...secrets.calls], { depth: Infinity });
    expect(calls).toContain("'***'");
    expect(calls).not.toContain(value);
    expect(calls).not.toContain([...Buffer.from(value)].slice(0, 4).join(', '));
    expect(inspect(outcomes)).not.toContain(value);
  });
});

describe('A value', () => {
  it('is seen nowhere in the objects', async () => {
    const value = 'a-secret-value';
    const secretsManager = new InMemorySecretsManager({ s: value, b: Buffer.from(value) });
    const store = new InMemoryParameterStore(
      { a: value, s: { value, type: 'SecureString' } },
      { secretsManager },
    );
    await store.getParameter({ Name: 'a' });
    for (const object of [store, secretsManager]) {
      const shown = inspect(object, { showHidden: true, depth: Infinity, getters: true });
      expect(shown + JSON.stringify(object)).not.toContain(value);
      expect(Object.keys(object)).toEqual(['region']);
    }
  });
});

describe('Failures', () => {
  let store: InMemoryParameterStore;
  const get = () => outcome(store.getParameter({ Name: 'foo' }));
  const getAll = () => outcome(store.getParameters({ Names: ['foo'] }));
  const fine = expect.objectContaining({ Parameter: expect.anything() });

  beforeEach(() => {
    store = new InMemoryParameterStore({ foo: 'v' });
  });

  it('may be given as a code of AWS, with its usual text and status', async () => {
    store.failNext('ThrottlingException', 2);
    const throttled = refused('ThrottlingException', 'Rate exceeded');
    expect([await get(), await get(), await get()]).toEqual([throttled, throttled, fine]);
    store.failNext('InternalServerError');
    expect(await get()).toEqual(expect.objectContaining({ status: 500, fault: 'server' }));
    store.failNext('SomethingNew');
    expect(await get()).toEqual(refused('SomethingNew'));
  });

  it('may be given in full, or as an error that is thrown as it is', async () => {
    store.failNext({ name: 'Odd', message: 'odd', status: 418 });
    expect(await get()).toEqual({ error: 'Odd', message: 'odd', status: 418, fault: 'client' });
    const error = new Error('mine');
    store.failNext(error);
    await expect(store.getParameter({ Name: 'foo' })).rejects.toBe(error);
  });

  it('may be of one operation, and are used up in turn', async () => {
    store.failNext('A', 1, 'GetParameters');
    store.failNext('B');
    expect(await get()).toHaveProperty('error', 'B');
    expect(await get()).toEqual(fine);
    expect(await getAll()).toHaveProperty('error', 'A');
    expect(await getAll()).toHaveProperty('Parameters.length', 1);
  });

  it('may last until they are cleared', async () => {
    store.failAlways('A');
    store.failAlways('B', 'GetParameter');
    store.failNext('C');
    expect([await get(), await get(), await get(), await getAll()]).toEqual(
      ['C', 'B', 'B', 'A'].map((error) => expect.objectContaining({ error })),
    );
    store.clearFailures();
    expect(await get()).toEqual(fine);
  });

  it.each([0, -1, NaN])('cannot be %p in number', (times) => {
    expect(() => store.failNext('A', times)).toThrow(RangeError);
  });

  it('look like those of the SDK', async () => {
    const error: any = await store.getParameter({ Name: 'missing' }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(Error);
    expect(Object.keys(error).toSorted()).toEqual(['$fault', '$metadata', '__type', 'message', 'name']);
    expect(error.$metadata).toEqual({ httpStatusCode: 400, requestId: expect.any(String), attempts: 1 });
  });
});

describe('Denials', () => {
  it.each([
    ['/prod/*', '/prod/a', true],
    ['/prod/*', '/test/a', false],
    [/^\/prod/, '/prod/a', true],
    [/prod\/a/g, '/prod/a', true],
    ['foo', '/foo', true],
    ['arn:aws:ssm:*:parameter/foo', 'foo', true],
    [{ action: 'ssm:GetParameter' }, 'foo', true],
    [{ action: 'GetParameter*' }, 'foo', true],
    [{ action: 'ssm:GetParameters' }, 'foo', false],
    [{ action: '*', resource: 'foo' }, 'foo', true],
    [{ action: 'ssm:GetParameter', resource: '/prod/*' }, 'foo', false],
    [{ resource: 'a.c' }, 'abc', false],
    [{}, 'foo', true],
  ])('of %p concern %p: %p', async (denial, Name, denied) => {
    const store = new InMemoryParameterStore({ [Name]: 'v' });
    store.deny(denial);
    const answer = await outcome(store.getParameter({ Name }));
    expect(answer.error === 'AccessDeniedException').toBe(denied);
    store.allow(denial);
    expect(await outcome(store.getParameter({ Name }))).toHaveProperty('Parameter');
  });

  it('are taken back one by one, or all', async () => {
    const store = new InMemoryParameterStore({ a: 'v', b: 'v' });
    store.deny('a');
    store.deny({ action: 'ssm:*', resource: 'a' });
    store.allow('a');
    expect(await outcome(store.getParameter({ Name: 'a' }))).toHaveProperty('error');
    store.allow({ action: 'ssm:*', resource: 'b' });
    expect(await outcome(store.getParameter({ Name: 'a' }))).toHaveProperty('error');
    store.allow();
    expect(await outcome(store.getParameter({ Name: 'a' }))).not.toHaveProperty('error');
  });
});

describe('Latency', () => {
  const timers = new ManualTimers();

  it('delays an answer, that is of the moment of the request', async () => {
    const store = new InMemoryParameterStore({ foo: 'old' }, { latency: 30, timers });
    const answer = store.getParameter({ Name: 'foo' });
    expect(timers.milliseconds).toEqual([30]);
    store.put('foo', 'new');
    timers.fire();
    expect(await answer).toHaveProperty('Parameter.Value', 'old');
  });

  it('delays a refusal as well', async () => {
    const store = new InMemoryParameterStore({}, { latency: () => 5, timers });
    const answer = outcome(store.getParameter({ Name: 'missing' }));
    timers.fire();
    expect(await answer).toEqual(refused('ParameterNotFound'));
    store.latency = 0;
    expect(store.latency).toBe(0);
    expect(await outcome(store.getParameter({ Name: 'missing' }))).toEqual(refused('ParameterNotFound'));
  });

  it('ends when the request is aborted, and leaves no timer', async () => {
    const store = new InMemoryParameterStore({ foo: 'v' }, { latency: 1000, timers });
    const controller = new AbortController();
    const answer = outcome(store.getParameter({ Name: 'foo' }, { abortSignal: controller.signal }));
    expect(timers.pending).toBe(1);
    controller.abort();
    expect(await answer).toEqual({ error: 'AbortError', message: 'Request aborted' });
    expect(timers.pending).toBe(0);
  });

  it('leaves a signal alone that is not aborted', async () => {
    const store = new InMemoryParameterStore({ foo: 'v' }, { latency: 1, timers });
    const { signal } = new AbortController();
    const removed = jest.spyOn(signal, 'removeEventListener');
    const answer = store.getParameter({ Name: 'foo' }, { abortSignal: signal });
    timers.fire();
    await answer;
    expect(removed).toHaveBeenCalled();
  });

  it('waits with the timers of Node by default, fake ones too', async () => {
    jest.useFakeTimers();
    const store = new InMemoryParameterStore({ foo: 'v' }, { latency: 1000 });
    const controller = new AbortController();
    const answer = store.getParameter({ Name: 'foo' });
    const aborted = outcome(store.getParameter({ Name: 'foo' }, { abortSignal: controller.signal }));
    controller.abort();
    jest.advanceTimersByTime(1000);
    jest.useRealTimers();
    expect(await answer).toHaveProperty('Parameter.Value', 'v');
    expect(await aborted).toHaveProperty('error', 'AbortError');
  });
});

it('A request that is aborted before it is sent does not arrive', async () => {
  const store = new InMemoryParameterStore();
  const input = { Name: 'a', Value: 'v', Type: 'String' } as const;
  const answer = store.send(new PutParameterCommand(input), { abortSignal: AbortSignal.abort() });
  expect(await outcome(answer)).toEqual({ error: 'AbortError', message: 'Request aborted' });
  expect(store.calls).toEqual([]);
  expect(store.delete('a')).toBe(false);
});

describe('Throttling', () => {
  let now = 0;
  const clock = () => now;
  const store = new InMemoryParameterStore({ '/p/foo': 'v' }, { clock });
  const throttled = refused('ThrottlingException', 'Rate exceeded');
  const statuses = async (count: number) => {
    const answers = await Promise.all(
      Array.from({ length: count }, () => outcome(store.getParameters({ Names: ['/p/foo'] }))),
    );
    return answers.filter(({ error }) => error === undefined).length;
  };

  afterEach(() => store.throttle(false));

  it('is that of AWS by default: 40 a second for the three operations together', async () => {
    store.throttle({});
    await store.getParameter({ Name: '/p/foo' });
    await store.getParametersByPath({ Path: '/p' });
    expect(await statuses(50)).toBe(38);
    expect(await outcome(store.getParameter({ Name: '/p/foo' }))).toEqual(throttled);
    expect(await outcome(store.describeParameters())).not.toEqual(throttled);
    now += 500;
    expect(await statuses(50)).toBe(20);
    now += 60_000;
    expect(await statuses(50)).toBe(40);
    store.throttle(false);
    expect(await statuses(50)).toBe(50);
  });

  it('may have another rate, burst and other operations', async () => {
    store.throttle({ ratePerSecond: 10, burst: 2, operations: ['DescribeParameters'] });
    expect(await statuses(5)).toBe(5);
    const list = () => outcome(store.describeParameters());
    expect([await list(), await list(), await list()]).toEqual([
      expect.anything(),
      expect.anything(),
      throttled,
    ]);
    now -= 10_000;
    expect(await list()).toEqual(throttled);
  });

  it('of secrets concerns what reads them', async () => {
    const secrets = new InMemorySecretsManager({ s: 'v' }, { clock });
    secrets.throttle({ ratePerSecond: 1 });
    await secrets.describeSecret({ SecretId: 's' });
    expect(await outcome(secrets.getSecretValue({ SecretId: 's' }))).toEqual(throttled);
    expect(await outcome(secrets.listSecrets())).not.toEqual(throttled);
  });
});
