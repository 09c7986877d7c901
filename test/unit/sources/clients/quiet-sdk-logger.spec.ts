import { describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import { quietSdkLogger } from '../../../../lib/sources/clients/quiet-sdk-logger.js';

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error'] as const;

const kept = () => {
  const lines: unknown[] = [];
  const of = (level: string) =>
    function keep(this: unknown, ...content: unknown[]): void {
      lines.push([this === logger, level, ...content]);
    };
  const logger = Object.fromEntries(LEVELS.map((level) => [level, of(level)]));
  return { lines, logger };
};

describe('The logger that a client of the SDK gets', () => {
  it.each(LEVELS)('passes texts on, at the level %s', (level) => {
    const { lines, logger } = kept();
    quietSdkLogger(logger)[level]('one', 2, null, undefined);

    expect(lines).toEqual([[true, level, 'one', 2, null, undefined]]);
  });

  it('tells which command was sent with what, and neither the answer nor anything else', () => {
    const { lines, logger } = kept();
    const told = { clientName: 'SSMClient', commandName: 'GetParametersCommand', input: { Names: ['/x'] } };
    quietSdkLogger(logger).info({
      ...told,
      output: { Parameters: [{ Value: 'c4n4ry' }] },
      metadata: 'c4n4ry',
    });
    quietSdkLogger(logger).info({ commandName: 'Other' });

    expect(lines).toEqual([
      [true, 'info', told],
      [true, 'info', { commandName: 'Other' }],
    ]);
  });

  it('tells that a command failed, without the text of the error', () => {
    const { lines, logger } = kept();
    const error = Object.assign(new Error('c4n4ry'), { name: 'ThrottlingException' });
    quietSdkLogger(logger).error({ commandName: 'GetParametersCommand', error });
    quietSdkLogger(logger).warn(error);

    const shown = inspect(lines, { depth: Infinity, showHidden: true });
    expect(shown).toContain('ThrottlingException');
    expect(shown).not.toContain('c4n4ry');
    expect(lines).toEqual([
      [true, 'error', { commandName: 'GetParametersCommand', error: expect.any(Error) }],
      [true, 'warn', expect.any(Error)],
    ]);
  });

  it('is silent at a level that the one behind it does not have', () => {
    expect(() => quietSdkLogger({ debug: 'none' }).debug('x')).not.toThrow();
  });
});
