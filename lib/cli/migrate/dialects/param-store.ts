import { isLiteral, readIn } from '../read.js';
import { labelsOf } from '../wanted.js';
import { literalText } from '../syntax.js';
import type { Project, ServiceCall, Understood } from './dialect.interface.js';

const TYPES: Readonly<Record<string, string | undefined>> = {
  get: undefined,
  getNumber: 'number',
  getBool: 'boolean',
};

/** What a `PSConfigService` of `nestjs-param-store` is asked for: the end of a name. */
export const paramStoreRead = ({ call, service, method }: ServiceCall, project: Project): Understood => {
  if (!Object.hasOwn(TYPES, method)) return undefined;
  const [first, fallback] = call.arguments;
  const end = literalText(first);
  if (end === undefined) return COMPUTED;
  if (fallback !== undefined && !isLiteral(fallback)) return DEFAULT;
  const mapped = project.names.get(end);
  const name = nameEndingIn(end, project.paramStore.basePath);
  const place = mapped ?? { kind: 'parameter', name, options: {}, type: undefined };
  const labels = labelsOf(name).toReversed();
  return readIn(
    call,
    { ...place, labels, type: TYPES[method] ?? place.type, fallback: fallback?.getText() },
    service,
  );
};

/** The name under the base path: what is asked for may begin with the end of the base path. */
const nameEndingIn = (end: string, basePath: string | undefined): string => {
  const parts = end.split('/').filter((part) => part !== '');
  const base = (basePath ?? '').split('/').filter((part) => part !== '');
  const shared = parts.findLastIndex(
    (_part, index) => base.slice(-1 - index).join('/') === parts.slice(0, index + 1).join('/'),
  );
  return `/${parts.slice(shared + 1).join('/')}`;
};

const COMPUTED =
  'The name is known only when the code runs. Inject SsmCache, and await cache.parameter(name).get().';
const DEFAULT = 'The default is no literal. Write get(name) ?? value, and run this again.';
