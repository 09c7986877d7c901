export { collectSsmCache } from './collect-ssm-cache.js';
export type { MeterLike } from './meter.interface.js';
export { observeSsmCache } from './observe-ssm-cache.js';
export type { PromClientLike, RegistryLike } from './prom-client.interface.js';
