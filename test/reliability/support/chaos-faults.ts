import type { LocalAws, WireFault } from 'nestjs-ssm-cache/testing';

/** All that can go wrong on the wire but a refusal, which has to make reads fail. */
export const FAULTS: readonly WireFault[] = [
  'throttling',
  { fault: 'throttling', retryAfter: 1 },
  'internal-error',
  'unavailable',
  'expired-token',
  'reset',
  'reset-inside-body',
  'truncated-json',
  'invalid-json',
  'html',
  'empty',
  'empty-object',
  'null',
  { fault: 'delay', milliseconds: 300 },
  'no-answer',
  'stall-inside-body',
];

/** Lets a share of all calls meet a fault, each of them equally often. */
export const faultsOn = (aws: LocalAws, share: number): void => {
  const each = share / FAULTS.length;
  for (const [index, fault] of FAULTS.entries()) {
    // The fault is drawn where none of those before it was.
    aws.faults.always(fault, { probability: each / (1 - each * index) });
  }
};
