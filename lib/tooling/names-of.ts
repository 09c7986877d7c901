import type { DynamicModule, Type } from '@nestjs/common';
import { lookAt } from './look-at.js';
import { declarationFile, haveSameNames } from './names/declaration-file.js';
import { knownNames, type KnownNames } from './names/known-names.js';
import { awsLister, fileLister } from './names/listed-names.js';
import { scopesOf, type NameScope } from './names/name-scope.js';
import type { CheckOptions } from './tooling-options.interface.js';

/**
 * How names are looked for.
 *
 * @internal
 */
export interface NamesOptions extends Pick<CheckOptions, 'against' | 'basePath' | 'secretPrefix' | 'warn'> {
  /** Whether secrets are listed, too. */
  readonly secrets: boolean;
}

/**
 * A declaration file of the names that AWS, or a local file, has for an application.
 *
 * @internal
 */
export interface NamesFile {
  readonly text: string;
  readonly parameters: number;
  readonly secrets: number;
  /** Whether a file of names has the same ones, however it is formatted. */
  isLike(file: string): boolean;
}

/**
 * The names that an application can declare. Without a module they are those under the base path and the prefix of the options.
 *
 * @internal
 */
export const namesOf = async (
  module: Type | DynamicModule | undefined,
  options: NamesOptions,
): Promise<NamesFile> => {
  const { basePath, secretPrefix } = options;
  if (module === undefined) return namesIn(scopesOf({ basePath, secretPrefix }, []), options);
  return lookAt(module, { ...options, isReading: true }, (caches) =>
    namesIn(
      caches.flatMap(({ scopes }) => scopes),
      options,
    ),
  );
};

const namesIn = async (
  scopes: readonly NameScope[],
  { against, secrets }: NamesOptions,
): Promise<NamesFile> => {
  const lister = against === undefined ? awsLister : fileLister(against);
  return fileOf(await knownNames(scopes, lister, { secrets }));
};

const fileOf = (names: KnownNames): NamesFile => {
  const text = declarationFile(names);
  return {
    text,
    parameters: names.parameters.size,
    secrets: names.secrets.size,
    isLike: (file) => haveSameNames(text, file),
  };
};
