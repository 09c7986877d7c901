import { deeply } from './deeply.js';
import type { RecordedCall } from './recorded-call.interface.js';
import { isTelling } from './recorded-input.js';
import type { StandIns } from './stand-ins.js';
import {
  isJsonObject,
  mapItemsDeeply,
  mapMembersDeeply,
  type Json,
  type JsonObject,
  type JsonStep,
} from './tagged-json.js';

const OF_THE_TWO_SERVICES = ['Value', 'SourceResult', 'SecretString', 'SecretBinary', 'RandomPassword'];
const OF_THE_REST_OF_SSM = ['SecretAccessKey', 'SessionToken', 'TokenValue'];

/** The members of answers that are values. */
const VALUES = new Set([...OF_THE_TWO_SERVICES, ...OF_THE_REST_OF_SSM]);

/** A call as it is written, with stand-ins for the values of its input and its answer. */
export function maskCall(call: RecordedCall, standIns: StandIns): RecordedCall {
  const { operation, input, ...outcome } = call;
  const masked = {
    operation,
    input: deeply(mask(input, standIns, (member) => !isTelling(member))) as JsonObject,
  };
  if (!('output' in outcome) || outcome.output === undefined) return { ...masked, ...outcome };
  const output = deeply(mask(outcome.output, standIns, (member) => VALUES.has(member))) as Json;
  return { ...masked, output };
}

function mask(value: Json, standIns: StandIns, isValue: (member: string) => boolean): JsonStep {
  if (Array.isArray(value)) {
    return mapItemsDeeply(value as readonly Json[], (item) => mask(item, standIns, isValue));
  }
  if (!isJsonObject(value)) return { result: value };
  return mapMembersDeeply(value, (item, member) => {
    if (!isValue(member)) return mask(item, standIns, isValue);
    const isList = value['Type'] === 'StringList' && typeof item === 'string';
    return { result: isList ? standIns.ofStringList(item) : standIns.of(item) };
  });
}
