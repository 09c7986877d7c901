import type { ChangeSink, SourceChange, SsmCacheExtension } from '../../index.js';
import type { ContractCheck } from './contract-check.interface.js';
import { ensure, outcomeOf } from './ensure.js';

/**
 * A watcher to check. Each check has one of its own.
 *
 * @publicApi
 */
export interface WatcherUnderTest {
  /** The extension that watches. */
  readonly extension: Pick<SsmCacheExtension, 'name' | 'watch'>;
  /** Has something happen that the watcher tells of. */
  change(): void | Promise<void>;
  /** Ends what the check has made, such as a server. */
  close?(): void | Promise<void>;
}

/** In milliseconds. */
const PATIENCE = 2_000;

/**
 * What the cache relies on, of a watcher: it tells what has changed, and it ends.
 *
 * @param make makes a watcher; called once for each check
 *
 * @example
 * ```ts
 * for (const { name, run } of watcherContract(() => ({ extension, change }))) it(name, run);
 * ```
 *
 * @publicApi
 */
export const watcherContract = (make: () => WatcherUnderTest | Promise<WatcherUnderTest>): ContractCheck[] =>
  Object.entries(CHECKS).map(([name, check]) => ({
    name,
    run: async () => {
      const tested = await make();
      const controller = new AbortController();
      try {
        await check(tested, controller);
      } finally {
        controller.abort();
        await tested.close?.();
      }
    },
  }));

/** What a watcher tells. */
class RecordingSink implements ChangeSink {
  readonly changes: SourceChange[] = [];
  readonly first = deferred();

  changed(change: SourceChange): readonly string[] {
    this.changes.push(change);
    this.first.resolve();
    return [];
  }
}

type Check = (tested: WatcherUnderTest, controller: AbortController) => Promise<void>;

const CHECKS: Readonly<Record<string, Check>> = {
  'tells of a change by source and name': async (tested, { signal }) => {
    const { extension } = tested;
    const sink = new RecordingSink();
    void outcomeOf(Promise.resolve(extension.watch?.(sink, signal)));
    await tested.change();
    await within(sink.first.promise, 'no change was told within 2 seconds');
    for (const { source, name } of sink.changes) {
      ensure(typeof source === 'string' && source !== '', 'a change names no source');
      ensure(typeof name === 'string' && name !== '', 'a change has no name');
    }
  },

  'ends when its signal is aborted': async ({ extension }, controller) => {
    const ended = outcomeOf(Promise.resolve(extension.watch?.(new RecordingSink(), controller.signal)));
    controller.abort();
    await within(ended, 'the watcher goes on for 2 seconds after its signal was aborted');
  },

  'tells of nothing once it has ended': async (tested, controller) => {
    const { extension } = tested;
    const sink = new RecordingSink();
    const ended = outcomeOf(Promise.resolve(extension.watch?.(sink, controller.signal)));
    controller.abort();
    await within(ended, 'the watcher goes on for 2 seconds after its signal was aborted');
    await tested.change();
    await new Promise((resolve) => setImmediate(resolve));
    ensure(sink.changes.length === 0, 'a change was told after the signal was aborted');
  },
};

const within = async (promise: Promise<unknown>, fault: string): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`The contract is broken: ${fault}.`)), PATIENCE);
  });
  try {
    await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
};

const deferred = (): { readonly promise: Promise<void>; resolve(): void } => {
  let resolve!: () => void;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
};
