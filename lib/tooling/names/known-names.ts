import type { Listing, NameLister } from './listed-names.js';
import type { NameScope } from './name-scope.js';

/** The names as declarations write them, and the kind of each. */
export interface KnownNames {
  readonly parameters: Listing;
  readonly secrets: Listing;
  /** What parameters are under. */
  readonly paths: Listing;
}

/** The names that declarations of these scopes can use. */
export const knownNames = async (
  scopes: readonly NameScope[],
  lister: NameLister,
  { secrets: hasSecrets }: { readonly secrets: boolean },
): Promise<KnownNames> => {
  const parameters = new Map<string, string>();
  const secrets = new Map<string, string>();
  for (const { client, basePath, secretPrefix } of scopes) {
    for (const [name, kind] of await lister.parameters(client, basePath)) {
      for (const spelling of spellingsOf(name.slice(basePath.length))) parameters.set(spelling, kind);
    }
    if (!hasSecrets) continue;
    for (const [name, kind] of await lister.secrets(client, secretPrefix)) {
      if (name.startsWith(secretPrefix)) secrets.set(name.slice(secretPrefix.length), kind);
    }
  }
  return { parameters, secrets, paths: pathsOf(parameters.keys()) };
};

/** A name of one level is the same with and without a slash. */
const spellingsOf = (name: string): readonly string[] => (name.includes('/') ? [name] : [name, `/${name}`]);

const pathsOf = (names: Iterable<string>): Listing => {
  const paths = new Map<string, string>();
  for (const name of names) {
    for (let end = name.indexOf('/', 1); end > 0; end = name.indexOf('/', end + 1)) {
      paths.set(name.slice(0, end), 'path');
    }
  }
  return paths;
};
