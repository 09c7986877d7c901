import { Logger } from '@nestjs/common';
import { SsmCache } from 'nestjs-ssm-cache';
import type { Circumstances, Reader, Subject } from './subjects.js';
import type { KeptLog } from './written.js';

/** When something goes wrong. */
export const WHENS = ['before the first load', 'afterwards'] as const;

/** All that can be seen of reads that went wrong. */
export interface Evidence {
  readonly errors: readonly unknown[];
  readonly things: readonly unknown[];
  /** What was logged so far. */
  readonly log: KeptLog;
  /** What it was seen of is open until then. */
  readonly close: () => Promise<void>;
}

const failureOf = async (read: () => unknown): Promise<readonly unknown[]> => {
  try {
    await read();
    return [];
  } catch (error) {
    const { refreshError } = error as { refreshError?: unknown };
    return refreshError === undefined ? [error] : [error, refreshError];
  }
};

const readAll = async ({ reads }: Reader): Promise<readonly unknown[]> =>
  (await Promise.all(reads.map(failureOf))).flat();

const opened = async (
  subject: Subject,
  circumstances: Circumstances,
): Promise<{ readonly reader?: Reader; readonly errors: readonly unknown[] }> => {
  try {
    return { reader: await subject(circumstances), errors: [] };
  } catch (error) {
    return { errors: [error] };
  }
};

/** Opens a reader, spoils what it reads, before or after it is opened, and gathers what there is to be seen. */
export const gather = async (
  subject: Subject,
  circumstances: Circumstances,
  spoil: () => void,
  when: (typeof WHENS)[number],
  log: KeptLog,
): Promise<Evidence> => {
  Logger.overrideLogger(log);
  if (when === 'before the first load') spoil();
  const { reader, errors } = await opened(subject, circumstances);
  if (reader === undefined) return { errors, things: [], log, close: async () => undefined };
  if (when === 'afterwards') {
    await readAll(reader);
    spoil();
  }
  const failures = [...(await readAll(reader)), ...(await readAll(reader))];
  const snapshots = reader.things
    .filter((thing) => thing instanceof SsmCache)
    .map((cache) => cache.inspect());
  return {
    errors: failures,
    things: [...reader.things, ...snapshots],
    log,
    close: async () => void (await reader.close()),
  };
};
