import { ConsoleLogger, type LogLevel } from '@nestjs/common';

type Write = typeof process.stdout.write;

export const LEVELS: readonly LogLevel[] = ['verbose', 'debug', 'log', 'warn', 'error', 'fatal'];

/** All that `act` writes to the standard streams. */
export const written = (act: () => unknown): string => {
  const chunks: string[] = [];
  const streams = [process.stdout, process.stderr];
  const before = streams.map((stream) => stream.write.bind(stream));
  const write: Write = (chunk: Uint8Array | string) =>
    chunks.push(Buffer.from(chunk as string).toString()) > 0;
  for (const stream of streams) stream.write = write;
  try {
    act();
  } finally {
    for (const [index, stream] of streams.entries()) stream.write = before[index] as Write;
  }
  return chunks.join('');
};

/** Nest's own logger at every level, as text or as JSON, with what it writes kept. */
export class KeptLog extends ConsoleLogger {
  text = '';

  constructor(json: boolean) {
    super({ json, colors: false, logLevels: [...LEVELS] });
  }

  protected override printMessages(...args: Parameters<ConsoleLogger['printMessages']>): void {
    this.text += written(() => super.printMessages(...args));
  }

  protected override printStackTrace(...args: Parameters<ConsoleLogger['printStackTrace']>): void {
    this.text += written(() => super.printStackTrace(...args));
  }
}
