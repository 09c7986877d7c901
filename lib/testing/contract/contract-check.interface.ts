/**
 * One check of a contract, for any test runner.
 *
 * @example
 * ```ts
 * for (const { name, run } of sourceContract(makeSource)) it(name, run);
 * ```
 *
 * @publicApi
 */
export interface ContractCheck {
  /** What it checks, as a sentence. */
  readonly name: string;
  /** Rejects with an error that says what does not hold. */
  readonly run: () => Promise<void>;
}
