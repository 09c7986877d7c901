import type { SampleEnvironment } from '../environment/sample-environment.interface.js';
import type { Share } from './plan.js';

/** What a process of the fleet is told when it starts. */
export interface InstancePlan {
  readonly environment: Omit<SampleEnvironment, 'awsCalls' | 'events' | 'fleet'>;
  readonly redisPort: number;
  readonly share: Share;
}

/** What a process of the fleet tells the demo. */
export type InstanceMessage =
  | { readonly kind: 'ready'; readonly url: string }
  /** It has another version of something. */
  | { readonly kind: 'change'; readonly name: string; readonly version: number | string | undefined };
