/** Ways of reading a value that is a number as text, one of each kind. */
export class Conversions {
  /** Whether values that cannot be used are told apart. */
  isPicky = true;
  /** Told when a conversion fails, or ends after the answer came. */
  onEvent: (event: 'failed' | 'ended') => void = () => {};
  isHolding = true;
  readonly #held: (() => void)[] = [];

  readonly all: readonly ('number' | 'json' | undefined | ((text: string) => unknown))[] = [
    undefined,
    'number',
    'json',
    async (text: string) => {
      await Promise.resolve();
      this.onEvent('ended');
      return Number(text);
    },
    (text: string) => {
      if (!this.isPicky || Number(text) % 4 !== 3) return Number(text);
      this.onEvent('failed');
      throw new Error('This value cannot be used.');
    },
    (text: string) =>
      new Promise((resolve) => {
        const end = (): void => {
          this.onEvent('ended');
          resolve(Number(text));
        };
        if (this.isHolding) this.#held.push(end);
        else end();
      }),
  ];

  /** How many are held. */
  get waiting(): number {
    return this.#held.length;
  }

  /** Ends one of the conversions that are held, in whatever order. */
  end(pick: number): void {
    this.#held.splice(pick % Math.max(1, this.#held.length), 1)[0]?.();
  }

  /** From now on no conversion is held, and every value can be used. */
  letGo(): void {
    this.isPicky = false;
    this.isHolding = false;
    for (const end of this.#held.splice(0)) end();
  }
}
