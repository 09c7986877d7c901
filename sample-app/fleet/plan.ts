export type Share = 'signals' | 'values';

/** The processes of one namespace form a fleet. */
export const NAMESPACE = 'orders-demo';

/** A secret: the key of the values that `share: 'values'` has in Redis. */
export const FLEET_KEY = 'prod/shop/fleet-key';

/** Calls a second that the local AWS allows, as AWS does. */
export const AWS_LIMIT = 40;

/** Seconds after which a value is refreshed. Short, so that a run of two minutes sees it happen. */
export const MAX_AGE = 20;

/** How long each part of the demo takes, and how much happens in it. Seconds. */
export interface Plan {
  readonly processes: number;
  readonly perSecond: number;
  readonly steady: number;
  readonly rotations: number;
  readonly pushes: number;
  /** From one rotation or push to the next. */
  readonly pause: number;
  readonly redisDown: number;
  readonly awsDown: number;
  /** What a phase takes at least after its fault is over. */
  readonly rest: number;
}

export const FULL: Plan = {
  processes: 12,
  perSecond: 80,
  steady: 10,
  rotations: 4,
  pushes: 4,
  pause: 2.5,
  redisDown: 10,
  awsDown: 20,
  rest: 5,
};

/** The same in little, as a test. */
export const QUICK: Plan = {
  processes: 3,
  perSecond: 40,
  steady: 1,
  rotations: 1,
  pushes: 1,
  pause: 0.5,
  redisDown: 1,
  awsDown: 2,
  rest: 0.5,
};
