import { isLiteral, readIn, type TextRead } from '../read.js';
import { camelCase } from '../wanted.js';
import { literalText, typeArgument } from '../syntax.js';
import type { Project, ServiceCall, Understood } from './dialect.interface.js';

const TYPES: Readonly<Record<string, string | undefined>> = {
  get: undefined,
  getParameter: undefined,
  getSecret: undefined,
  getOrDefault: undefined,
  getAsNumber: 'number',
  getAsBoolean: 'boolean',
};

/** What a `SystemsManagerService` of `@nestjs-aws/systems-manager` is asked for. */
export const systemsManagerRead = ({ call, service, method }: ServiceCall, project: Project): Understood => {
  if (method !== 'getAsJSON' && !Object.hasOwn(TYPES, method)) return OTHERS[method] ?? OTHER;
  const [first, fallback] = call.arguments;
  const key = literalText(first);
  if (key === undefined) return COMPUTED;
  const place = placeOfKey(key, method, project);
  if (method === 'getAsJSON') {
    const options = { ...place.options, transform: "'json'" };
    return {
      node: call,
      service,
      wanted: { ...place, options, type: typeArgument(call) ?? 'unknown', isAwaited: false },
    };
  }
  if (fallback !== undefined && !isLiteral(fallback)) return DEFAULT;
  return readIn(
    call,
    { ...place, type: TYPES[method] ?? place.type, fallback: fallback?.getText() },
    service,
  );
};

const placeOfKey = (
  key: string,
  method: string,
  { names, systemsManager }: Project,
): Omit<TextRead, 'fallback'> => {
  const labels = [camelCase(key)];
  const mapped = names.get(key);
  if (mapped !== undefined) return { ...mapped, labels };
  const isSecret =
    method === 'getSecret' || (method !== 'getParameter' && systemsManager.secrets.includes(key));
  if (isSecret) return { kind: 'secret', name: key, options: {}, labels, type: undefined };
  const parts = systemsManager.separator === undefined ? [key] : key.split(systemsManager.separator);
  return { kind: 'parameter', name: `/${parts.join('/')}`, options: {}, labels, type: undefined };
};

const COMPUTED =
  'The name is known only when the code runs. Inject SsmCache, and await cache.parameter(name).get().';
const DEFAULT = 'The default is no literal. Write get(name) ?? value, and run this again.';
const OTHER = 'Declare each value that is used here as a property, or the whole path with @SsmParams().';
const REFRESH = 'With a maxAge nobody has to ask. To ask, inject SsmCache, and await cache.refresh().';
const HAS = 'Declare the value with optional: true, and compare it with undefined.';

const OTHERS: Readonly<Record<string, string>> = {
  refresh: REFRESH,
  refreshParameters: REFRESH,
  refreshSecrets: REFRESH,
  has: HAS,
  hasParameter: HAS,
  hasSecret: HAS,
};
