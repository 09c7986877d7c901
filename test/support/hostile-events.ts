import {
  ENVELOPES,
  labelUpdated,
  parameterArn,
  parameterChange,
  secretCall,
  type AwsEvent,
} from './aws-events.js';

const throwing = (): unknown =>
  new Proxy(
    {},
    {
      get: () => {
        throw new Error('looked at');
      },
      ownKeys: () => {
        throw new Error('listed');
      },
    },
  );

const nested = (depth: number, innermost: unknown): unknown => {
  let value = innermost;
  for (let level = 0; level < depth; level += 1) value = { Message: value };
  return value;
};

const circular = (): unknown => {
  const value: Record<string, unknown> = {};
  value['Message'] = value;
  value['Records'] = [value];
  return value;
};

/** Values that no event should have, where one has texts. */
const ODD: readonly (() => unknown)[] = [
  () => undefined,
  () => null,
  () => 0,
  () => NaN,
  () => '',
  () => ' ',
  () => '\u0000\u202E',
  () => 'x'.repeat(5_000),
  () => [],
  () => ({}),
  () => [[[]]],
  () => Symbol('odd'),
  () => 10n ** 30n,
  () => () => 'text',
  () => throwing(),
  () => Object.create(null) as unknown,
  () =>
    JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}') as unknown,
];

const FIELDS = ['id', 'source', 'detail-type', 'account', 'region', 'time', 'resources', 'detail'];

/**
 * Events that nobody should send: damaged, huge, deep, of other accounts, and well-formed ones for names that are held, as many as
 * are wanted.
 */
export class HostileEvents {
  /** @param random a number of [0, 1) */
  constructor(
    private readonly random: () => number,
    private readonly held: readonly string[],
  ) {}

  next(): unknown {
    return this.#one<() => unknown>([
      () => this.#wrapped(this.#damaged(this.#wellFormed())),
      () => this.#wrapped(this.#damaged(this.#wellFormed())),
      () => this.#wrapped(this.#wellFormed()),
      () => this.#foreign(),
      () => this.#one(ODD)(),
      () => this.#huge(),
      () => nested(this.#below(2_000), this.#wellFormed()),
      () => circular(),
      () => throwing(),
      () => '['.repeat(this.#below(200_000)),
      () => `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
      () => '{"__proto__":{"detail-type":"Parameter Store Change"},"source":"aws.ssm"}',
      () => Uint8Array.from({ length: this.#below(300) }, () => this.#below(256)),
      () => this.#text(),
    ])();
  }

  #wellFormed(): AwsEvent {
    const name = this.#one([...this.held, '/nobody', '__proto__', '/constructor', 'toString']);
    return this.#one([
      () => parameterChange(name),
      () => labelUpdated(name),
      () => secretCall('PutSecretValue', { secretId: name }),
    ])();
  }

  #damaged(event: AwsEvent): unknown {
    const damaged: Record<string, unknown> = structuredClone({ ...event });
    for (let times = this.#below(4); times >= 0; times -= 1) {
      const place = this.random() < 0.5 ? damaged : ((damaged['detail'] ?? {}) as Record<string, unknown>);
      if (typeof place !== 'object') continue;
      const member = this.#one([...FIELDS, ...Object.keys(event.detail), '__proto__']);
      Object.defineProperty(place, member, {
        value: this.#one(ODD)(),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
    return damaged;
  }

  #foreign(): unknown {
    const account = String(this.#below(1_000_000_000)).padStart(12, '0');
    const name = this.#one(['/nobody', '/nobody/else']);
    return parameterChange(name, 'Update', {
      account,
      resources: [parameterArn(name, 'us-east-1', account)],
    });
  }

  #huge(): unknown {
    return this.#one([
      () => JSON.stringify({ ...parameterChange('/nobody'), padding: 'x'.repeat(300_000) }),
      () =>
        parameterChange('/nobody', 'Update', {
          resources: Array.from({ length: 10_000 }, () => parameterArn('/nobody')),
        }),
      () => parameterChange('/nobody', 'Update', { resources: [parameterArn(`/${'x'.repeat(100_000)}`)] }),
      () => Array.from({ length: 1_000 }, () => null),
    ])();
  }

  #wrapped(content: unknown): unknown {
    const wrap = this.#one(Object.values(ENVELOPES));
    try {
      return wrap(content);
    } catch {
      return content;
    }
  }

  #text(): string {
    return String.fromCodePoint(...Array.from({ length: this.#below(200) }, () => this.#below(0xd7ff)));
  }

  #below(limit: number): number {
    return Math.floor(this.random() * limit);
  }

  #one<T>(all: readonly T[]): T {
    return all[this.#below(all.length)] as T;
  }
}
