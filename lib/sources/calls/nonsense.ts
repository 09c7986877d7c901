import { RefreshError } from '../../errors/index.js';
import { nonsenseMessage } from '../../errors/errors.messages.js';

/** The error for an answer that makes no sense. The reason never quotes it. */
export const nonsense = (name: string, reason: string): RefreshError =>
  new RefreshError(nonsenseMessage(name, reason), { names: [name] });
