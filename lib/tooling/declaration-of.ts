import { INTERNALS } from '../runtime/internals.js';
import { isPathReference } from '../sources/parameter-store/path-reference.js';
import { DEFAULT_CLIENT, type Reference } from '../sources/source.interface.js';
import type { SsmDeclaration } from './ssm-declaration.interface.js';
import type { BoundValue, ToolCache } from './tool-cache.js';

export const declarationOf = (
  { owner, type, optional, view: { reference } }: BoundValue,
  { cache, options }: Pick<ToolCache, 'cache' | 'options'>,
): SsmDeclaration => {
  const { source, client, name, fullName } = reference;
  return {
    owner,
    source,
    kind: isPathReference(reference) ? 'path' : 'name',
    name,
    version: fullName.slice(name.length + 1) || undefined,
    client,
    region: regionOf(reference, options),
    type,
    optional,
    permissions: cache[INTERNALS].sources.get(source)?.permissions?.(reference) ?? [],
  };
};

const ARN_REGION = /^arn:[^:]*:[^:]*:([^:]+):/;

const regionOf = ({ source, client, name }: Reference, options: ToolCache['options']): string | undefined => {
  const [, ofArn] = ARN_REGION.exec(name) ?? [];
  if (ofArn !== undefined) return ofArn;
  const own = client === DEFAULT_CLIENT ? options : options.clients?.[client];
  const config: { readonly region?: unknown } | undefined = source === 'ssm' ? own?.ssm : own?.secretsManager;
  return typeof config?.region === 'string' ? config.region : own?.region;
};
