import { describe, expect, it } from '@jest/globals';
import {
  InvalidParameterError,
  type Answer,
  type FetchRequest,
  type Source,
  type SsmCacheExtension,
} from 'nestjs-ssm-cache';
import { sourceContract, watcherContract, type SourceUnderTest } from 'nestjs-ssm-cache/testing';
import { parameterReference } from '../../lib/sources/parameter-store/parameter-reference.js';
import { secretReference } from '../../lib/sources/secrets-manager/secret-reference.js';
import { sourceOfAws } from '../support/source-of-aws.js';

const parameterStore = (): SourceUnderTest => {
  const { parameters, sources } = sourceOfAws();
  parameters.put('/a', '1');
  parameters.put('/b', '2');
  const reference = (name: string) => parameterReference(name, { withDecryption: true });
  return { source: sources.ssm, found: [reference('/a'), reference('/b')], missing: reference('/c') };
};

const secretsManager = (): SourceUnderTest => {
  const { secrets, sources } = sourceOfAws();
  secrets.put('a', '1');
  secrets.put('b', '2');
  const found = [secretReference('a'), secretReference('b')] as const;
  return { source: sources.secretsmanager, found, missing: secretReference('c') };
};

/** A level between the cache and a source: it gives what it holds, as long as that is young enough. */
const levelOver = (inner: Source): Source => {
  const held = new Map<string, { readonly answer: Answer; readonly fetchedAt: number }>();
  const answerTo = async (request: FetchRequest): Promise<Answer> => {
    const { reference, maxAge } = request;
    const known = held.get(reference.key);
    if (known !== undefined && Date.now() - known.fetchedAt < maxAge)
      return { ...known.answer, fetchedAt: known.fetchedAt };
    const fetchedAt = Date.now();
    const [answer] = await Promise.all(inner.fetch([request]));
    if (answer?.found) held.set(reference.key, { answer, fetchedAt });
    return answer as Answer;
  };
  return { name: inner.name, fetch: (requests) => requests.map(answerTo) };
};

const wrapped = (): SourceUnderTest => {
  const tested = parameterStore();
  return { ...tested, source: levelOver(tested.source) };
};

describe.each([
  ['of Parameter Store', parameterStore],
  ['of Secrets Manager', secretsManager],
  ['that a wrapper is around', wrapped],
])('The source %s', (_name, make) => {
  it.each(sourceContract(make))('$name', async ({ run }) => {
    await expect(run()).resolves.toBeUndefined();
  });
});

const emitter = () => {
  const listeners = new Set<() => void>();
  const extension: SsmCacheExtension = {
    name: 'emitter',
    watch: (sink, signal) => {
      const tell = (): void => void sink.changed({ source: 'ssm', name: '/a' });
      listeners.add(tell);
      signal.addEventListener('abort', () => listeners.delete(tell));
    },
  };
  return { extension, change: () => listeners.forEach((tell) => tell()) };
};

describe('A watcher', () => {
  it.each(watcherContract(emitter))('$name', async ({ run }) => {
    await expect(run()).resolves.toBeUndefined();
  });
});

describe('The contract', () => {
  const broken = (fetch: Source['fetch']) => async () => {
    const tested = parameterStore();
    return { ...tested, source: { name: 'ssm', fetch } };
  };
  const failures = async (checks: ReturnType<typeof sourceContract>): Promise<string[]> => {
    const outcomes = await Promise.allSettled(checks.map(({ run }) => run()));
    return outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [String(outcome.reason)] : []));
  };
  const raw = { value: 'x', type: 'String', version: 1 } as const;

  const answering =
    (answer: (request: FetchRequest, index: number) => Answer): Source['fetch'] =>
    (requests) =>
      requests.map(async (request, index) => answer(request, index));

  const faulty: [what: string, fetch: Source['fetch'], fault: string][] = [
    [
      'throws',
      () => {
        throw new Error('down');
      },
      'fetch() throws',
    ],
    ['leaves answers out', () => [], 'not as many answers'],
    ['finds whatever it is asked for', answering(() => ({ found: true, raw })), 'is found'],
    [
      'gives old values to who wants new ones',
      answering(() => ({ found: true, raw, fetchedAt: 0 })),
      '"maxAge" is 0',
    ],
    [
      'answers in an order of its own',
      answering(({ reference }, index) =>
        reference.name === '/c'
          ? { found: false, error: new InvalidParameterError('none') }
          : { found: true, raw: { ...raw, value: String(index) } },
      ),
      'order of the requests',
    ],
  ];

  it.each(faulty)('finds out a source that %s', async (_what, fetch, fault) => {
    expect(await failures(sourceContract(broken(fetch)))).toContainEqual(expect.stringContaining(fault));
  });

  it('finds out a watcher that tells nothing, and one that does not end', async () => {
    const deaf = () => ({
      extension: { name: 'deaf', watch: () => new Promise<void>(() => {}) },
      change: () => {},
    });

    expect(await failures(watcherContract(deaf))).toHaveLength(3);
  }, 20_000);
});
