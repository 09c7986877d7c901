import type { Source, SsmCacheExtension } from 'nestjs-ssm-cache';

/** Says when a batch begins. The sources stay what they are: a source of our own would stand between them and the cache. */
export const watchedSources = (onBatch: () => void): SsmCacheExtension => ({
  name: 'watched',
  wrap: (source: Source) => {
    const fetch = source.fetch.bind(source);
    return Object.assign(source, {
      fetch: (requests: Parameters<typeof fetch>[0]) => {
        onBatch();
        return fetch(requests);
      },
    });
  },
});
