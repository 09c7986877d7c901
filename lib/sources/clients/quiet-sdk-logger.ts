import { withoutValues } from '../calls/aws-error.js';

type Log = (...content: unknown[]) => void;
type SdkLogger = Readonly<Record<string, unknown>>;

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error'] as const;

/** What the SDK tells of a command that holds no value. */
const KEPT = ['clientName', 'commandName', 'input'] as const;

/**
 * A logger for a client of the SDK that is told of each command, but neither what AWS answered nor an error that may quote
 * it.
 */
export const quietSdkLogger = (logger: SdkLogger): Record<(typeof LEVELS)[number], Log> => {
  const quietly =
    (level: (typeof LEVELS)[number]): Log =>
    (...content) => {
      const log = logger[level];
      if (typeof log === 'function') Reflect.apply(log, logger, content.map(withoutAnswer));
    };
  return {
    trace: quietly('trace'),
    debug: quietly('debug'),
    info: quietly('info'),
    warn: quietly('warn'),
    error: quietly('error'),
  };
};

const withoutAnswer = (content: unknown): unknown => {
  if (typeof content !== 'object' || content === null) return content;
  if (content instanceof Error) return withoutValues(content);
  const told = content as Record<string, unknown>;
  return {
    ...Object.fromEntries(KEPT.filter((member) => member in told).map((member) => [member, told[member]])),
    ...('error' in told && { error: withoutValues(told.error) }),
  };
};
