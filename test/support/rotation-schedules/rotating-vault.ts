import type { CallOptions, GetSecretValueInput, ParameterStoreClient, SecretsClient } from 'nestjs-ssm-cache';
import type { FakeRuntime } from '../fake-runtime.js';
import { awsError } from '../make-cache.js';

export const SECRET = 'db';

/** One user whose password changes, or two users in turn. */
export type Strategy = 'single' | 'alternating';

/** What a version of the secret holds. Its number is in each part that tells versions apart. */
export interface Login {
  readonly username: string;
  readonly password: string;
  readonly number: string;
}

export const loginOf = (number: number, strategy: Strategy): Login => ({
  username: strategy === 'alternating' && number % 2 === 0 ? 'app_clone' : 'app',
  password: `password ${number}`,
  number: String(number),
});

/** A call for the secret, that the schedule answers. */
interface OpenCall {
  readonly stage: 'AWSCURRENT' | 'AWSPENDING';
  /** The version of the stage when the call was made. */
  readonly then: number | undefined;
  readonly signal: AbortSignal | undefined;
  resolve(answer: unknown): void;
  reject(error: unknown): void;
}

export const FAILURES = ['ThrottlingException', 'AccessDeniedException', 'empty'] as const;

export type Failure = (typeof FAILURES)[number];

/** A secret that is rotated, and a parameter beside it. */
export class RotatingVault {
  current = 1;
  pending: number | undefined;
  isHolding = true;
  /** The stages that were asked for. */
  readonly asked: OpenCall['stage'][] = [];
  onCall: (stage: OpenCall['stage']) => void = () => {};
  /** Told which version was pending, when AWS has said so. */
  onPending: (number: number | undefined) => void = () => {};
  #latest = 1;
  #waiting: OpenCall[] = [];

  constructor(
    private readonly runtime: FakeRuntime,
    private readonly strategy: Strategy,
  ) {}

  readonly secretsManagerClient: SecretsClient = {
    getSecretValue: (input, options) => this.#receive(input, options),
  };

  readonly ssmClient: ParameterStoreClient = {
    getParameters: async () => ({
      Parameters: [
        { Name: '/host', Value: 'host', Type: 'String', Version: 1, LastModifiedDate: new Date(1_000) },
      ],
    }),
  };

  create(): void {
    this.#latest += 1;
    this.pending = this.#latest;
  }

  finish(): void {
    if (this.pending !== undefined) this.current = this.pending;
  }

  put(): void {
    this.#latest += 1;
    this.current = this.#latest;
  }

  /** @param pick even where the call is answered as of now, odd where as of when it was made */
  answer(pick: number): void {
    const call = this.#take(pick);
    if (call === undefined) return;
    const number = pick % 2 === 0 ? this.#versionOf(call.stage) : call.then;
    if (call.stage === 'AWSPENDING') this.onPending(number);
    if (number === undefined) call.reject(awsError('ResourceNotFoundException'));
    else call.resolve(this.#answerWith(number));
  }

  /** @param name of the error, or `empty` for an answer without a value */
  fail(pick: number, name: Failure): void {
    const call = this.#take(pick);
    if (call === undefined) return;
    if (call.stage === 'AWSPENDING') this.onPending(undefined);
    if (name === 'empty') call.resolve({ Name: SECRET, VersionId: 'empty' });
    else call.reject(awsError(name));
  }

  letGo(): void {
    this.isHolding = false;
    while (this.#waiting.length > 0) this.answer(0);
  }

  #take(pick: number): OpenCall | undefined {
    return this.#waiting.splice(pick % Math.max(1, this.#waiting.length), 1)[0];
  }

  #receive({ VersionStage }: GetSecretValueInput, options?: CallOptions): Promise<unknown> {
    const stage = VersionStage === 'AWSPENDING' ? VersionStage : 'AWSCURRENT';
    this.asked.push(stage);
    this.onCall(stage);
    return new Promise((resolve, reject) => {
      const signal = options?.abortSignal;
      this.#waiting.push({ stage, then: this.#versionOf(stage), signal, resolve, reject });
      if (!this.isHolding) this.answer(0);
    });
  }

  #versionOf(stage: OpenCall['stage']): number | undefined {
    return stage === 'AWSCURRENT' ? this.current : this.pending;
  }

  #answerWith(number: number): object {
    return {
      Name: SECRET,
      VersionId: String(number),
      CreatedDate: new Date(this.runtime.clock.now().wall - number),
      SecretString: JSON.stringify(loginOf(number, this.strategy)),
    };
  }
}
