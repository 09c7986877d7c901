import { HeldCall } from '../../../support/held-call.js';
import { awsError } from '../../../support/make-cache.js';
import type { Moment } from './moment.js';

/** The calls that one refresh sent out. Its number is the version of all that they bring. */
export interface Departure {
  readonly number: number;
  readonly at: Moment;
  /** What AWS held as each value then: the number of the departure that saw it first. */
  readonly content: number;
  /** What was under the path then. */
  readonly members: readonly string[];
  readonly calls: SentCall[];
  /** The names that AWS refused in time. */
  readonly refused: Set<string>;
  /** Whether something of it did not arrive. */
  isLost: boolean;
  /** Whether something of it did not arrive, or could not be used. */
  isFaulty: boolean;
  /** When the last of its calls was answered or given up. */
  ended: Moment | undefined;
  /** When the cache had made of it what it will. */
  over: Moment | undefined;
}

/** A call, and the refresh that it is part of. */
export class SentCall extends HeldCall<any> {
  constructor(
    readonly departure: Departure,
    operation: string,
    input: any,
    signal: AbortSignal | undefined,
    body: (departure: Departure) => unknown,
  ) {
    super(operation, input, signal, async () => body(departure));
  }

  /** The names that it asks for, or the path. */
  get names(): readonly string[] {
    const { Names, SecretId, Path } = this.input;
    return Names ?? [SecretId ?? Path];
  }

  /** Whether the cache still waits for it. */
  get isWanted(): boolean {
    return this.signal?.aborted === false;
  }
}

const errors = {
  throttled: () => awsError('ThrottlingException'),
  reset: () => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }),
  gone: () => awsError('ParameterNotFound'),
  refused: () => awsError('AccessDeniedException'),
  undecipherable: () => awsError('InvalidKeyId'),
} as const;

export type Failure = keyof typeof errors;

export const FAILURES = Object.keys(errors) as Failure[];

const REFUSALS: ReadonlySet<Failure> = new Set(['refused', 'undecipherable']);
const GARBAGE = [null, {}, '<html>', { Parameters: [null, { Name: '/x', Value: 7 }], SecretString: 7 }];

/** Both services, each of whose answers waits for the schedule. */
export class HeldAws {
  readonly departures: Departure[] = [];
  /** The calls that nobody has answered yet, whether or not anybody still waits for them. */
  waiting: SentCall[] = [];
  isHolding = true;
  /** Whether every departure finds new values. */
  isRotating = true;
  /** Told of each call before it waits. */
  onCall: (call: SentCall) => void = () => {};
  #members = new Set(['a', 'b']);
  #isNewTurn = false;
  #isRotated = false;
  /** The names of calls that were refused for one of several, which are asked for again in parts. */
  readonly #askedAgain = new Map<string, Departure>();

  constructor(private readonly now: () => Moment) {}

  readonly ssmClient = {
    getParameters: (input: any, options?: { abortSignal?: AbortSignal }) =>
      this.#receive('GetParameters', input, options?.abortSignal, ({ content, number }) => ({
        Parameters: (input.Names as string[]).map((name) => parameter(name, content, number)),
      })),
    getParametersByPath: (input: any, options?: { abortSignal?: AbortSignal }) =>
      this.#receive('GetParametersByPath', input, options?.abortSignal, ({ content, members, number }) => ({
        Parameters: members.map((member) => parameter(`${input.Path}/${member}`, content, number)),
      })),
  };

  readonly secretsManagerClient = {
    getSecretValue: (input: any, options?: { abortSignal?: AbortSignal }) =>
      this.#receive('GetSecretValue', input, options?.abortSignal, ({ content, number }) => ({
        Name: input.SecretId,
        SecretString: String(content),
        VersionId: String(number),
      })),
  };

  get last(): Departure | undefined {
    return this.departures.at(-1);
  }

  /** The last departure that found `content`, since it is as young as that. */
  lastWith(content: number): Departure | undefined {
    return this.departures.findLast((departure) => departure.content === content);
  }

  /** The next calls are those of a new departure. */
  beginTurn(): void {
    this.#isNewTurn = true;
  }

  /** Something of a departure will never arrive. */
  lose(departure: Departure): void {
    if (!departure.isLost) departure.ended = this.now();
    departure.isLost = true;
    departure.isFaulty = true;
  }

  rotate(): void {
    this.#isRotated = true;
  }

  /** A parameter appears under the path, or goes. */
  toggleMember(name: string): void {
    if (!this.#members.delete(name)) this.#members.add(name);
    this.#isRotated = true;
  }

  answer(pick: number): void {
    this.#take(pick)?.release();
  }

  fail(pick: number, failure: Failure): void {
    const call = this.#take(pick);
    if (call === undefined) return;
    const { departure, names, isWanted } = call;
    if (isWanted && REFUSALS.has(failure)) this.#refuse(departure, names);
    else if (isWanted) this.lose(departure);
    if (failure === 'gone' && call.operation === 'GetParameters') call.answer({ InvalidParameters: names });
    else call.fail(errors[failure]());
  }

  /** Answers with something that makes no sense. */
  garble(pick: number, variant: number): void {
    const call = this.#take(pick);
    if (call === undefined) return;
    if (call.isWanted) this.lose(call.departure);
    call.answer(GARBAGE[variant % GARBAGE.length]);
  }

  /** From now on each call is answered at once. */
  letGo(): void {
    this.isHolding = false;
    for (const call of this.waiting.splice(0)) call.release();
  }

  /** Everything that can settle has: a departure none of whose calls is waited for is over. */
  settleDepartures(): void {
    for (const departure of this.departures) {
      if (departure.over !== undefined) continue;
      const isOver = departure.calls.every(({ isAnswered, isWanted }) => isAnswered || !isWanted);
      if (isOver) departure.over = this.now();
    }
  }

  #receive(
    operation: string,
    input: any,
    signal: AbortSignal | undefined,
    body: (departure: Departure) => unknown,
  ): Promise<unknown> {
    const departure = this.#departureOf(input);
    const call = new SentCall(departure, operation, input, signal, body);
    this.onCall(call);
    departure.calls.push(call);
    if (this.isHolding) this.waiting.push(call);
    else call.release();
    return call.promise;
  }

  /** One of several names may be at fault, and is found by asking again. */
  #refuse(departure: Departure, names: readonly string[]): void {
    if (names.length > 1) {
      for (const name of names) this.#askedAgain.set(name, departure);
    } else {
      this.lose(departure);
      departure.refused.add(names[0] as string);
    }
  }

  #departureOf({ Names: names = [] }: { readonly Names?: readonly string[] }): Departure {
    const { last } = this;
    if (this.#isNewTurn || last === undefined) return this.#depart(last);
    const origin = this.#askedAgain.get(names[0] ?? '');
    for (const name of names) this.#askedAgain.delete(name);
    return origin ?? last;
  }

  #depart(last: Departure | undefined): Departure {
    this.#askedAgain.clear();
    this.#isNewTurn = false;
    const number = this.departures.length + 1;
    const isNew = this.isRotating || this.#isRotated || last === undefined;
    this.#isRotated = false;
    const departure: Departure = {
      number,
      at: this.now(),
      content: isNew ? number : last.content,
      members: [...this.#members].toSorted(),
      calls: [],
      refused: new Set(),
      isLost: false,
      isFaulty: false,
      ended: undefined,
      over: undefined,
    };
    this.departures.push(departure);
    return departure;
  }

  #take(pick: number): SentCall | undefined {
    const [call] = this.waiting.splice(pick % Math.max(1, this.waiting.length), 1);
    if (call?.isWanted === true) call.departure.ended = this.now();
    return call;
  }
}

const parameter = (Name: string, content: number, Version: number) => ({
  Name,
  Value: String(content),
  Type: 'String',
  Version,
});
