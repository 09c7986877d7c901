import { RefreshError, type PreloadFailure } from '../errors/index.js';
import { unansweredStartMessage } from '../errors/errors.messages.js';
import { freshError } from '../errors/fresh-error.js';
import type { CacheRuntime } from '../runtime/cache-runtime.js';
import type { RefreshUnit } from '../engine/refresh-unit.js';
import type { EntryView } from '../engine/entry-view.js';
import { pause } from '../runtime/pause.js';
import { within } from '../runtime/abortable.js';

/** A value, and where it is declared. */
export interface DeclaredValue {
  /** Such as `OrdersRepository.password`. */
  readonly declaration: string;
  readonly live: EntryView<unknown>;
}

const AT_ONCE = 10;
const FIRST_WAIT = 250;
const LONGEST_WAIT = 2_000;

/** Whether trying again may help. */
const mayPass = ({ failure }: EntryView<unknown>): boolean => failure instanceof RefreshError;

const isMissing = (live: EntryView<unknown>): boolean => !live.isLoaded;

const attempt = (values: readonly EntryView<unknown>[]): Promise<unknown> =>
  Promise.all(values.map((live) => live.load({ isRetry: false })));

/**
 * Loads all that is declared in the fewest calls. What they did not bring, as AWS fails or throttles for longer than a
 * refresh may take, is asked for again, one batch at a time with full jitter, until nothing is left that may pass. After
 * `timeout` milliseconds nothing is waited for; if it is 0, for the first try alone.
 *
 * @returns every declaration that could not be loaded
 */
export const preload = async (
  declared: readonly DeclaredValue[],
  timeout: number,
  runtime: CacheRuntime,
): Promise<readonly PreloadFailure[]> => {
  const { clock } = runtime;
  const values = [...new Set(declared.map(({ live }) => live))];
  const deadline = clock.now().monotonic + timeout;
  const left = (): number => deadline - clock.now().monotonic;
  const missing = (): EntryView<unknown>[] => values.filter(isMissing);
  await within(runtime, timeout === 0 ? Infinity : timeout, attempt(values));
  for (let ceiling = FIRST_WAIT; missing().some(mayPass) && left() > 0;) {
    await pause(runtime, Math.min(left(), ceiling * runtime.random()));
    const before = missing().length;
    await within(runtime, left(), attempt(missing().filter(mayPass).slice(0, AT_ONCE)));
    ceiling = missing().length < before ? FIRST_WAIT : Math.min(ceiling * 2, LONGEST_WAIT);
  }
  const failures = declared
    .filter(({ live }) => isMissing(live))
    .map(({ declaration, live }) => {
      const name = live.reference.fullName;
      const unanswered = () =>
        new RefreshError(unansweredStartMessage(name, timeout / 1_000), { names: [name] });
      const error = live.failure === undefined ? unanswered() : freshError(live.failure);
      return { declaration, name, error, unit: live.unit };
    });
  return culprits(failures).map(({ declaration, name, error }) => ({ declaration, name, error }));
};

interface UnitFailure extends PreloadFailure {
  readonly unit: RefreshUnit;
}

const isOwn = ({ name, error }: UnitFailure): boolean => error.names.includes(name);

/** All but those that another member of their group is to blame for. */
const culprits = (failures: readonly UnitFailure[]): readonly UnitFailure[] => {
  const blamed = new Set(failures.filter(isOwn).map(({ unit }) => unit));
  return failures.filter((failure) => isOwn(failure) || !blamed.has(failure.unit));
};
