import type { LogLevel } from '@nestjs/common';
import { format, formatWithOptions, inspect, type InspectOptions } from 'node:util';
import { serialize } from 'node:v8';
import { KeptLog, LEVELS, written } from './written.js';

/** Shows a thing in one of the ways in which things are shown, and gives the text. */
export type Sink = (thing: unknown) => string;

const DEEP: InspectOptions = {
  depth: Infinity,
  showHidden: true,
  maxArrayLength: Infinity,
  maxStringLength: Infinity,
};

const isObject = (thing: unknown): thing is object =>
  (typeof thing === 'object' || typeof thing === 'function') && thing !== null;

/** Every text in the own properties of a thing, hidden ones too, and of all that they lead to; getters are left alone. */
const ownTexts = (thing: unknown): string => {
  const texts: string[] = [];
  const left: unknown[] = [thing];
  const seen = new Set<unknown>();
  while (left.length > 0) {
    const next = left.pop();
    if (seen.has(next)) continue;
    seen.add(next);
    if (!isObject(next)) texts.push(String(next));
    else {
      for (const key of Reflect.ownKeys(next)) {
        texts.push(String(key));
        left.push(Object.getOwnPropertyDescriptor(next, key)?.value);
      }
    }
  }
  return texts.join('\n');
};

/** What came of showing it, also where that cannot be done: the error that says so must not tell more. */
const attempt = (show: () => string): string => {
  try {
    return show();
  } catch (error) {
    return inspect(error, DEEP);
  }
};

const attempting =
  (sink: Sink): Sink =>
  (thing) =>
    attempt(() => sink(thing));

const logged = (level: LogLevel, json: boolean): Sink =>
  attempting((thing) => {
    const logger = new KeptLog(json);
    logger[level](thing);
    logger[level]('It failed:', thing, (thing as Error | undefined)?.stack);
    return logger.text;
  });

const plain: Readonly<Record<string, Sink>> = {
  message: (thing) => String((thing as Partial<Error>).message),
  stack: (thing) => String((thing as Partial<Error>).stack),
  'own properties, hidden ones and causes too': ownTexts,
  'util.inspect': (thing) => inspect(thing),
  'util.inspect, deep, hidden': (thing) => inspect(thing, DEEP),
  'util.inspect, deep, hidden, without custom': (thing) => inspect(thing, { ...DEEP, customInspect: false }),
  'util.inspect, deep, getters': (thing) => inspect(thing, { ...DEEP, showHidden: false, getters: true }),
  'util.inspect, deep, proxies': (thing) => inspect(thing, { ...DEEP, showProxy: true }),
  'util.format': (thing) => format('%s %o %O %j', thing, thing, thing, thing),
  'console.log': (thing) => written(() => process.stdout.write(formatWithOptions({ colors: true }, thing))),
  'JSON.stringify': (thing) => JSON.stringify({ thing, list: [thing] }),
  structuredClone: (thing) => inspect(structuredClone(thing), DEEP),
  'v8.serialize': (thing) => {
    const bytes = serialize(thing);
    return bytes.toString('latin1') + bytes.toString('utf16le');
  },
  'String()': (thing) => String(thing),
  spread: (thing) => inspect({ ...(thing as object) }, DEEP),
  entries: (thing) => inspect([Object.entries(thing as object), Reflect.ownKeys(thing as object)], DEEP),
  AggregateError: (thing) => inspect(new AggregateError([thing], 'several', { cause: thing }), DEEP),
};

/** Where anything of ours can be shown. */
export const SINKS: Readonly<Record<string, Sink>> = Object.fromEntries(
  Object.entries(plain).map(([name, sink]) => [name, attempting(sink)] as const),
);

/** Where an error can be logged. */
export const LOG_SINKS: Readonly<Record<string, Sink>> = Object.fromEntries(
  LEVELS.flatMap((level) => [
    [`logger.${level}`, logged(level, false)] as const,
    [`logger.${level}, JSON`, logged(level, true)] as const,
  ]),
);
