import type { PropertyOptions } from '../binding/declarations.interface.js';
import type { SsmHandle } from '../cache/ssm-handle.js';
import type { PathOptions } from '../options/path-options.interface.js';
import type { ParameterOptions, SecretOptions } from '../options/value-options.interface.js';
import type { Message } from '../values/compile-error.types.js';

/** What is known of each decorator: its options, and the type of the versions of its handles. */
interface Sources {
  parameter: { options: PropertyOptions<ParameterOptions>; version: number };
  secret: { options: PropertyOptions<SecretOptions>; version: string };
  path: { options: PropertyOptions<PathOptions>; version: never };
}

export type SourceName = keyof Sources;

/** Rejects an option that the decorator does not know, such as a misspelled one. */
export type FitOptions<Options, Source extends SourceName> = [
  Exclude<keyof Options, keyof Sources[Source]['options']>,
] extends [never]
  ? unknown
  : Message<`'${Exclude<keyof Options, keyof Sources[Source]['options']> & string}' is no option of this decorator.`>;

/** Rejects the handle of another decorator. */
export type FitHandle<Property, Source extends SourceName> = [NonNullable<Property>] extends [
  SsmHandle<any, any>,
]
  ? Exclude<NonNullable<Property>['version'], undefined> extends infer Version
    ? [Version, Sources[Source]['version']] extends [Sources[Source]['version'], Version]
      ? unknown
      : Message<'This is the handle of another decorator: @SsmParam gives SsmParameter, @SsmSecret SecretsManagerParameter, @SsmParams SsmParameterTree.'>
    : never
  : unknown;
