import type { SsmCache, SsmHandle } from 'nestjs-ssm-cache';
import type { Kind } from './fault.js';

export interface Names {
  readonly parameters: readonly string[];
  readonly secrets: readonly string[];
}

/** More than one page of a listing has. */
const LEAVES = 12;

const leaves = Array.from({ length: LEAVES }, (_, index) => `/app/leaf${index}`);

/** What there is to read, and the handles that read it. */
export const READS: Readonly<
  Record<Kind, Names & { readonly handles: (cache: SsmCache) => SsmHandle<unknown, any>[] }>
> = {
  single: {
    parameters: ['/app/host'],
    secrets: [],
    handles: (cache) => [cache.parameter('/app/host')],
  },
  group: {
    parameters: ['/app/host', '/app/user'],
    secrets: ['app/password'],
    handles: (cache) => {
      const group = cache.createGroup();
      return [group.parameter('/app/host'), group.parameter('/app/user'), group.secret('app/password')];
    },
  },
  tree: { parameters: leaves, secrets: [], handles: (cache) => [cache.parameters('/app')] },
  secret: { parameters: [], secrets: ['app/password'], handles: (cache) => [cache.secret('app/password')] },
  batch: {
    parameters: [],
    secrets: ['app/password', 'app/token', 'app/key'],
    handles: (cache) => ['app/password', 'app/token', 'app/key'].map((id) => cache.secret(id)),
  },
};
