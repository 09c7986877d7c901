import type { PathOptions } from '../options/path-options.interface.js';
import type { ParameterOptions, SecretOptions } from '../options/value-options.interface.js';
import { resolvedName, type SsmName } from '../options/name.js';
import { checkedOptions } from '../options/option-checks.js';

interface Declared<Kind, Options> {
  readonly kind: Kind;
  readonly name: string;
  /** Checked, so that nobody has to check them again. */
  readonly options: Options;
  /** The type that the value is converted to. */
  readonly type?: unknown;
}

type ParameterDeclaration = Declared<'parameter', ParameterOptions>;
export type SecretDeclaration = Declared<'secret', SecretOptions>;
export type PathDeclaration = Declared<'path', PathOptions>;

/** A value that a cache, or a group of it, is to hold. */
export type Declaration = ParameterDeclaration | SecretDeclaration | PathDeclaration;

/**
 * The declaration of what users ask for by name and options.
 *
 * @throws `InvalidParameterError` for the name; `InvalidDeclarationError`, `InvalidPathError` or `OptionRangeError` for an
 * option that cannot be
 */
export const declarationOf = <Kind extends Declaration['kind']>(
  kind: Kind,
  given: SsmName,
  options: object,
): Extract<Declaration, { readonly kind: Kind }> => {
  const name = resolvedName(given, `a ${kind}`);
  const checked = checkedOptions(options, kind, `${kind} "${name}"`);
  return { kind, name, options: checked } as Extract<Declaration, { readonly kind: Kind }>;
};
