import type { Message } from '../values/compile-error.types.js';
import type { NearestName } from './nearest-name.types.js';
import type { SsmName } from './name.js';
import type { SsmNames } from './ssm-names.interface.js';

/** What `SsmNames` can hold, and how messages name one of them. */
interface Kinds {
  parameters: 'parameter';
  secrets: 'secret';
  paths: 'path';
}

type Kind = keyof Kinds;

/** The names of a kind; any text where the application has no file of names. */
type Known<Of extends Kind> =
  SsmNames extends Readonly<Record<Of, infer Names>> ? Extract<keyof Names, string> : string;

/** Any name, so that an editor completes the known ones. */
export type Suggested<Of extends Kind> =
  string extends Known<Of> ? SsmName : Known<Of> | (string & {}) | (() => string);

/** Names that are somewhere else, or that may be missing. */
type UncheckedOptions =
  | { readonly basePath: unknown }
  | { readonly client: unknown }
  | { readonly secretPrefix: unknown }
  | { readonly default: unknown }
  | { readonly optional: true };

/** Rejects a literal name that the application has a file of names without. */
export type FitName<Name, Of extends Kind, Options = {}> = Options extends UncheckedOptions
  ? unknown
  : Refused<UnknownName<Name, Known<Of>>, Of>;

type Refused<Name extends string, Of extends Kind> = [Name] extends [never]
  ? unknown
  : Message<`There is no ${Kinds[Of]} "${Name}". ${Hint<NearestName<Name, Known<Of>>>}`>;

type Hint<Nearest extends string> = [Nearest] extends [never]
  ? 'If it is new, run npx nestjs-ssm-cache types.'
  : `Did you mean "${Nearest}"?`;

/** The names that there are not; functions, ARNs, names of AWS itself and templates are taken as they are. */
type UnknownName<Name, Names extends string> = Name extends string
  ? Name extends Names
    ? never
    : Name extends `arn:${string}` | `/aws/${string}`
      ? never
      : Name extends `${infer Base}:${string}`
        ? Base extends Names
          ? never
          : LiteralOf<Name>
        : LiteralOf<Name>
  : never;

/** `never` for a text that is not known as a whole, such as a template with a variable. */
type LiteralOf<Name extends string> = {} extends Readonly<Record<Name, unknown>> ? never : Name;
