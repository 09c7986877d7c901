import { report } from '../support/report.js';
import type { Search } from './search.js';

const LEAST = 500;

/** Counts what was tried and what was found, for the table. */
export class Tally {
  #tried = 0;
  readonly #found: string[] = [];

  constructor(private readonly subject: string) {}

  add({ tried, found }: Search, where: string): void {
    this.#tried += tried;
    this.#found.push(...found.map((trace) => `${where}: ${trace}`));
  }

  get found(): readonly string[] {
    return this.#found;
  }

  report(least = LEAST): void {
    const tried = this.#tried.toLocaleString('en');
    report({
      row: 'leak canary',
      figure: `${tried} combinations (${this.subject}), ${this.#found.length} found`,
      holds: this.#tried >= least && this.#found.length === 0,
    });
  }
}
