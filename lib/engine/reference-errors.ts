import {
  CacheClosedError,
  InvalidParameterError,
  ParameterNotLoadedError,
  RefreshError,
  StaleValueError,
  type SsmCacheError,
} from '../errors/index.js';
import {
  changedMeanwhileMessage,
  closedMessage,
  missingMessage,
  notLoadedMessage,
  staleMessage,
  timeoutMessage,
} from '../errors/errors.messages.js';
import { ofClient } from '../sources/of-client.js';
import type { Reference } from '../sources/source.interface.js';

export const notLoadedError = (reference: Reference): SsmCacheError =>
  ofClient(new ParameterNotLoadedError(notLoadedMessage(reference.fullName), namesOf(reference)), reference);

/** @param milliseconds how long was waited */
export const timeUpError = (reference: Reference, milliseconds: number): SsmCacheError => {
  const message = timeoutMessage(reference.fullName, milliseconds / 1_000);
  return ofClient(new RefreshError(message, namesOf(reference)), reference);
};

/**
 * @param age in milliseconds
 * @param cause why it was not refreshed
 */
export const tooStaleError = (
  reference: Reference,
  age: number,
  cause: SsmCacheError | undefined,
): SsmCacheError => {
  const message = staleMessage(reference.fullName, age / 1_000);
  return ofClient(new StaleValueError(message, { ...namesOf(reference), cause }), reference);
};

/** It changed again during each of several readings. */
export const changedMeanwhileError = (reference: Reference): SsmCacheError =>
  ofClient(new RefreshError(changedMeanwhileMessage(reference.fullName), namesOf(reference)), reference);

/** A listing no longer brings it. */
export const goneError = (reference: Reference): SsmCacheError =>
  ofClient(new InvalidParameterError(missingMessage(reference.fullName), namesOf(reference)), reference);

/** Whatever client would have been asked. */
export const closedError = (reference: Reference): SsmCacheError =>
  new CacheClosedError(closedMessage(reference.fullName), namesOf(reference));

const namesOf = ({ fullName }: Reference): { readonly names: readonly string[] } => ({ names: [fullName] });
