import type { LoggerService } from '@nestjs/common';
import { inspect } from 'node:util';

/** Keeps all that is logged, in full, at every level. */
export class RecordingLogger implements LoggerService {
  readonly lines: string[] = [];

  readonly log = this.record.bind(this);
  readonly error = this.record.bind(this);
  readonly warn = this.record.bind(this);
  readonly debug = this.record.bind(this);
  readonly verbose = this.record.bind(this);
  readonly fatal = this.record.bind(this);

  get text(): string {
    return this.lines.join('\n');
  }

  private record(...parts: unknown[]): void {
    this.lines.push(
      parts.map((part) => (typeof part === 'string' ? part : inspect(part, { depth: 10 }))).join(' '),
    );
  }
}
