import { inspect } from 'node:util';
import type { SsmCacheChange } from './cache-events.js';

/** A line of the log with fields: loggers that write JSON, such as pino, take them; all others print the text. */
export class LogLine {
  constructor(
    /** The text, where pino looks for it. */
    readonly msg: string,
    readonly change: SsmCacheChange,
  ) {}

  /** The text, where winston looks for it. */
  get message(): string {
    return this.msg;
  }

  toString(): string {
    return this.msg;
  }

  [inspect.custom](): string {
    return this.msg;
  }
}
