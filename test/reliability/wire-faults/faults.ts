import { FAULTS_OF_SEVERAL_CALLS } from './faults-of-several-calls.js';
import { FAULTS_OF_THE_BODY } from './faults-of-the-body.js';
import { FAULTS_OF_THE_CONNECTION } from './faults-of-the-connection.js';
import { FAULTS_OF_THE_MEMBERS } from './faults-of-the-members.js';
import { FAULTS_OF_THE_SERVICE } from './faults-of-the-service.js';
import { KINDS, outcomeFor, type Fault, type Kind, type Outcome } from './fault.js';

export const FAULTS: readonly Fault[] = [
  ...FAULTS_OF_THE_SERVICE,
  ...FAULTS_OF_THE_CONNECTION,
  ...FAULTS_OF_THE_BODY,
  ...FAULTS_OF_THE_MEMBERS,
  ...FAULTS_OF_SEVERAL_CALLS,
];

export interface FaultCase {
  readonly fault: Fault;
  readonly kind: Kind;
  readonly outcome: Outcome;
}

/** Every fault with every kind of read that it can happen to. */
export const CASES: readonly FaultCase[] = FAULTS.flatMap((fault) =>
  KINDS.flatMap((kind) => {
    const outcome = outcomeFor(fault, kind);
    return outcome === undefined ? [] : [{ fault, kind, outcome }];
  }),
);
