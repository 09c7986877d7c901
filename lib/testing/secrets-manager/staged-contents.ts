import type { SecretContent } from '../interfaces/secrets-manager.interface.js';
import { CURRENT, PENDING, PREVIOUS } from './secret-stages.js';

/** What the versions of one secret hold, by their stages. */
export type StagedContents = Readonly<Record<string, SecretContent>>;

/** The stages in the order in which a secret gets its versions: what becomes the current one makes the one before the previous. */
const STAGES = [PREVIOUS, CURRENT, PENDING];

/** The contents of several versions; `undefined` for any other object, which is kept as JSON. */
export function stagedContents(value: SecretContent): StagedContents | undefined {
  if (typeof value !== 'object' || !Object.hasOwn(value, CURRENT)) return undefined;
  const contents = Object.entries(value).filter(([, content]) => content !== undefined);
  return contents.every(([stage]) => STAGES.includes(stage)) ? Object.fromEntries(contents) : undefined;
}

/** Each version with the stage that it is added with, the oldest first. */
export function additionsOf(contents: StagedContents): readonly (readonly [SecretContent, string])[] {
  return STAGES.flatMap((stage) => {
    const content = contents[stage];
    return content === undefined ? [] : [[content, stage === PREVIOUS ? CURRENT : stage] as const];
  });
}
