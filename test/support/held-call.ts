/** One call that a client received, and the answer to it in the hands of a test. */
export class HeldCall<Input> {
  readonly promise: Promise<unknown>;
  #isAnswered = false;
  #resolve!: (body: unknown) => void;
  #reject!: (error: unknown) => void;

  constructor(
    readonly operation: string,
    readonly input: Input,
    readonly signal: AbortSignal | undefined,
    private readonly usual: () => Promise<unknown>,
  ) {
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.promise.catch(() => {});
  }

  get isAnswered(): boolean {
    return this.#isAnswered;
  }

  /** Answers as the service does, with what it held when the call arrived. */
  release(): void {
    this.#isAnswered = true;
    this.usual().then(this.#resolve, this.#reject);
  }

  /** Answers with a body of the test's own. */
  answer(body: unknown): void {
    this.#isAnswered = true;
    this.#resolve(body);
  }

  fail(error: unknown): void {
    this.#isAnswered = true;
    this.#reject(error);
  }
}

/** Records the calls to a client and, while `isHolding`, keeps every answer back until the test gives it. */
export class CallHolder {
  readonly calls: HeldCall<any>[] = [];
  isHolding = false;
  /** Answers in place of the service, as long as it is set. */
  instead: ((operation: string, input: any) => unknown) | undefined;

  receive<Input>(
    operation: string,
    input: Input,
    signal: AbortSignal | undefined,
    ask: () => Promise<unknown>,
  ): Promise<unknown> {
    const { instead } = this;
    const answer = instead === undefined ? ask() : (async () => instead(operation, input))();
    answer.catch(() => {});
    const call = new HeldCall(operation, input, signal, () => answer);
    this.calls.push(call);
    if (!this.isHolding) call.release();
    return call.promise;
  }

  /** How many calls there were, of one operation or of all. */
  count(operation?: string): number {
    return this.calls.filter((call) => operation === undefined || call.operation === operation).length;
  }

  get last(): HeldCall<any> {
    const call = this.calls.at(-1);
    if (call === undefined) throw new Error('There has been no call yet.');
    return call;
  }

  /** The calls that wait for their answers. */
  get waiting(): readonly HeldCall<any>[] {
    return this.calls.filter(({ isAnswered }) => !isAnswered);
  }

  releaseAll(): void {
    for (const call of this.waiting) call.release();
  }

  /** Lets every answer through from now on, also those that were kept back. */
  letGo(): void {
    this.isHolding = false;
    this.releaseAll();
  }
}
