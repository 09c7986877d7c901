import type { EntryView } from '../engine/entry-view.js';
import type { Declaration } from './declaration.js';
import { SecretsManagerParameter } from './secrets-manager-parameter.js';
import type { SsmHandle } from './ssm-handle.js';
import { SsmParameter } from './ssm-parameter.js';
import { SsmParameterTree } from './ssm-parameter-tree.js';

export type AnyHandle = SsmHandle<unknown, number | string>;

/** The class of the handles of each kind of value. */
export const HANDLES = {
  parameter: SsmParameter,
  secret: SecretsManagerParameter,
  path: SsmParameterTree,
} as const;

/** The handle of a view: always the same one. */
export const handleOf = (view: EntryView<unknown>, kind: Declaration['kind']): AnyHandle => {
  view.handle ??= HANDLES[kind].of(view);
  return view.handle as AnyHandle;
};
