import type { CallFailure } from './call-failure.js';

/** A name that was not asked for, since AWS denied all the names before it. */
export class NotAsked extends Error {
  override readonly name = 'NotAsked';

  constructor(
    readonly denied: number,
    readonly denial: CallFailure,
  ) {
    super('The name was not asked for.');
  }
}
