import { HeldCall } from '../../../support/held-call.js';
import { awsError } from '../../../support/make-cache.js';
import type { Moment } from './moment.js';

/** All that AWS holds between two changes. Its number is each value, and the version of each. */
export interface Content {
  readonly number: number;
  /** What is under the path. */
  readonly members: readonly string[];
  /** When AWS says that it was changed. */
  readonly changedAt: Date;
}

/** The calls that one reading sent out. */
export interface Departure {
  readonly number: number;
  readonly at: Moment;
  /** Which reading of one refresh it is, from 0: what changes meanwhile is read again. */
  readonly reading: number;
  /** The numbers of what AWS held when its calls were made and answered. */
  readonly contents: Set<number>;
  readonly calls: SentCall[];
  /** The names that AWS refused in time. */
  readonly refused: Set<string>;
  /** The names of which AWS said in time that they do not exist. */
  readonly gone: Set<string>;
  /** Whether something of it did not arrive. */
  isLost: boolean;
  /** Whether something of it did not arrive, or could not be used. */
  isFaulty: boolean;
  /** When the last of its calls was answered or given up. */
  ended: Moment | undefined;
  /** When the cache had made of it what it will; not yet while a call is repeated that a standstill cut off. */
  over: Moment | undefined;
}

/** A call, and the refresh that it is part of. */
export class SentCall extends HeldCall<any> {
  /** Whether the same was asked again in its departure, since a standstill cut it off. */
  isRepeated = false;

  constructor(
    readonly departure: Departure,
    operation: string,
    input: any,
    signal: AbortSignal | undefined,
    body: () => unknown,
  ) {
    super(operation, input, signal, async () => body());
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

/** AWS changed during each of so many readings: the refresh fails as if AWS had not answered. */
const MAX_READINGS = 5;

/**
 * Both services, each of whose answers waits for the schedule. Parameters are answered as they were when the call was made,
 * secrets and paths as they are when the answer leaves.
 */
export class HeldAws {
  readonly departures: Departure[] = [];
  readonly contents: Content[] = [];
  /** The calls that nobody has answered yet, whether or not anybody still waits for them. */
  waiting: SentCall[] = [];
  isHolding = true;
  /** Whether every departure finds new values. */
  isRotating = true;
  /** Told of each call before it waits. */
  onCall: (call: SentCall) => void = () => {};
  /** Told when a call is sent, and when one that the cache waits for is answered. */
  onProgress: () => void = () => {};
  /** How many refreshes began, where one of them can take several readings. */
  refreshes: () => number | undefined = () => undefined;
  #refreshesAtLast: number | undefined;
  #latest = 0;
  #members = new Set(['a', 'b']);
  #isNewBatch = false;
  /** The names of calls that were refused for one of several, which are asked for again in parts. */
  readonly #askedAgain = new Map<string, Departure>();

  constructor(private readonly now: () => Moment) {}

  readonly ssmClient = {
    getParameters: (input: any, options?: { abortSignal?: AbortSignal }) => {
      let made: Content | undefined;
      const content = (): Content => (made ??= this.content);
      return this.#receive('GetParameters', input, options?.abortSignal, content, (held) => ({
        Parameters: (input.Names as string[]).map((name) => parameter(name, held)),
      }));
    },
    getParametersByPath: (input: any, options?: { abortSignal?: AbortSignal }) =>
      this.#receive(
        'GetParametersByPath',
        input,
        options?.abortSignal,
        () => this.content,
        (held) => ({
          Parameters: held.members.map((member) => parameter(`${input.Path}/${member}`, held)),
        }),
      ),
  };

  readonly secretsManagerClient = {
    getSecretValue: (input: any, options?: { abortSignal?: AbortSignal }) =>
      this.#receive(
        'GetSecretValue',
        input,
        options?.abortSignal,
        () => this.content,
        ({ number, changedAt }) => ({
          Name: input.SecretId,
          SecretString: String(number),
          VersionId: String(number),
          CreatedDate: changedAt,
        }),
      ),
  };

  /** What AWS holds now. */
  get content(): Content {
    return this.contents.at(-1) ?? this.#change();
  }

  get last(): Departure | undefined {
    return this.departures.at(-1);
  }

  /** How many refreshes have begun. */
  get begun(): number {
    return this.departures.filter(({ reading }) => reading === 0).length;
  }

  /** How many calls the cache waits for. */
  get wanted(): number {
    return this.waiting.filter(({ isWanted }) => isWanted).length;
  }

  /** The next calls are those of a new departure. */
  beginBatch(): void {
    this.#isNewBatch = true;
  }

  /** Something of a departure will never arrive. */
  lose(departure: Departure): void {
    if (!departure.isLost) departure.ended = this.now();
    departure.isLost = true;
    departure.isFaulty = true;
  }

  rotate(): void {
    this.#change();
  }

  /** A parameter appears under the path, or goes. */
  toggleMember(name: string): void {
    if (!this.#members.delete(name)) this.#members.add(name);
    this.#change();
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
    if (isWanted && failure === 'gone') for (const name of names) departure.gone.add(name);
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
    content: () => Content,
    body: (content: Content) => unknown,
  ): Promise<unknown> {
    const departure = this.#departureOf(input);
    departure.contents.add(content().number);
    const call = new SentCall(departure, operation, input, signal, () => {
      const held = content();
      departure.contents.add(held.number);
      return body(held);
    });
    this.onCall(call);
    this.onProgress();
    this.#noteRepeat(call);
    departure.calls.push(call);
    departure.over = undefined;
    if (this.isHolding) this.waiting.push(call);
    else call.release();
    return call.promise;
  }

  /** What a call that was cut off did not bring, the same call can still bring. */
  #noteRepeat({ departure, names }: SentCall): void {
    for (const call of departure.calls) {
      if (call.isWanted || call.isRepeated || call.names.join() !== names.join()) continue;
      call.isRepeated = true;
      departure.isLost = false;
      departure.ended = undefined;
    }
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
    if (this.#isNewBatch || last === undefined) return this.#depart(last);
    const origin = this.#askedAgain.get(names[0] ?? '');
    for (const name of names) this.#askedAgain.delete(name);
    return origin ?? last;
  }

  #depart(last: Departure | undefined): Departure {
    this.#askedAgain.clear();
    this.#isNewBatch = false;
    const refreshes = this.refreshes();
    const isContinued = last !== undefined && refreshes !== undefined && refreshes === this.#refreshesAtLast;
    this.#refreshesAtLast = refreshes;
    if (this.isRotating && !isContinued) this.#change();
    const reading = isContinued ? last.reading + 1 : 0;
    const departure: Departure = {
      number: this.departures.length + 1,
      at: this.now(),
      reading,
      contents: new Set(),
      calls: [],
      refused: new Set(),
      gone: new Set(),
      isLost: reading + 1 >= MAX_READINGS,
      isFaulty: reading + 1 >= MAX_READINGS,
      ended: undefined,
      over: undefined,
    };
    this.departures.push(departure);
    return departure;
  }

  /** The clock of AWS is never set back. */
  #change(): Content {
    this.#latest = Math.max(this.#latest, this.now().wall);
    const content = {
      number: this.contents.length + 1,
      members: [...this.#members].toSorted(),
      changedAt: new Date(this.#latest),
    };
    this.contents.push(content);
    return content;
  }

  #take(pick: number): SentCall | undefined {
    const [call] = this.waiting.splice(pick % Math.max(1, this.waiting.length), 1);
    if (call?.isWanted === true) {
      call.departure.ended = this.now();
      this.onProgress();
    }
    return call;
  }
}

const parameter = (Name: string, { number, changedAt }: Content) => ({
  Name,
  Value: String(number),
  Type: 'String',
  Version: number,
  LastModifiedDate: changedAt,
});
