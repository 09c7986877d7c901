import { memberOf } from '../calls/error-facts.js';
import { LazyClient } from './lazy-client.js';

/**
 * The region that a client asks in, as far as it is known by now. That of a client which was given is asked of its
 * configuration, once.
 */
export const regionOfClient = (client: unknown): (() => string | undefined) => {
  if (client instanceof LazyClient) return () => (client as LazyClient).knownRegion;
  let known: string | undefined;
  let isAsked = false;
  return () => {
    if (!isAsked) {
      isAsked = true;
      void configuredRegion(client).then((region) => {
        known = region;
      });
    }
    return known;
  };
};

const configuredRegion = async (client: unknown): Promise<string | undefined> => {
  try {
    const config = memberOf(client, 'config');
    const region = memberOf(config, 'region');
    const found: unknown = typeof region === 'function' ? await Reflect.apply(region, config, []) : region;
    return typeof found === 'string' ? found : undefined;
  } catch {
    return undefined;
  }
};
