/** @internal */
export { joinFleet } from './join-fleet.js';
export { redisFleetStore } from './redis-fleet-store.js';
