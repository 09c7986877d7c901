import type typescript from 'typescript';
import { ts } from '../compiler.js';
import type { MappedName } from '../name-map.js';
import { readIn } from '../read.js';
import { camelCase } from '../wanted.js';
import { isAssigned, literalText, typeArgument } from '../syntax.js';
import type { Project, ServiceCall, Understood } from './dialect.interface.js';
import { relativeName } from './relative-name.js';

/** `process.env.X`, for each X of the map. */
export const environmentRead = (node: typescript.Node, project: Project): Understood => {
  if (ts.isVariableDeclaration(node) && isEnvironment(node.initializer)) {
    return namesBound(node).some((name) => project.names.has(name)) ? DESTRUCTURED : undefined;
  }
  const name = variableIn(node);
  if (name === undefined) return undefined;
  if (name === DYNAMIC) return project.names.size > 0 ? COMPUTED : undefined;
  const mapped = project.names.get(name);
  if (mapped === undefined) return undefined;
  if (isWritten(node as typescript.Expression)) return WRITTEN;
  return readIn(node as typescript.Expression, textRead(name, mapped, project));
};

const DESTRUCTURED = 'Read each variable by itself, as process.env.NAME, and run this again.';
const COMPUTED =
  'The name of the variable is known only when the code runs. Inject SsmCache, and await cache.parameter(name).get().';
const WRITTEN =
  'This sets the variable. Give the value to AWS, or in a test to SsmCacheTestingModule.register().';
const DYNAMIC = Symbol('a name that is known only when the code runs');

const isEnvironment = (node: typescript.Node | undefined): boolean => node?.getText() === 'process.env';

const variableIn = (node: typescript.Node): string | typeof DYNAMIC | undefined => {
  if (ts.isPropertyAccessExpression(node) && isEnvironment(node.expression)) return node.name.text;
  if (!ts.isElementAccessExpression(node) || !isEnvironment(node.expression)) return undefined;
  return literalText(node.argumentExpression) ?? DYNAMIC;
};

const namesBound = ({ name }: typescript.VariableDeclaration): readonly string[] =>
  ts.isObjectBindingPattern(name)
    ? name.elements.map((element) => (element.propertyName ?? element.name).getText())
    : [];

const isWritten = (node: typescript.Expression): boolean =>
  ts.isDeleteExpression(node.parent) || isAssigned(node);

/** `get()` and `getOrThrow()` of a `ConfigService`, for each name of the map. */
export const configRead = ({ call, service, method }: ServiceCall, project: Project): Understood => {
  if (method !== 'get' && method !== 'getOrThrow') return undefined;
  const [first, second] = call.arguments;
  const name = literalText(first);
  if (name === undefined) return project.names.size > 0 ? CONFIG_COMPUTED : undefined;
  const mapped = project.names.get(name);
  if (mapped === undefined) return undefined;
  const hasFallback = second !== undefined && !ts.isObjectLiteralExpression(second);
  if (hasFallback && !isPlain(second)) return DEFAULT;
  const type = mapped.type ?? plainType(typeArgument(call));
  const fallback = hasFallback ? second.getText() : undefined;
  return readIn(call, { ...textRead(name, mapped, project), type, fallback }, service);
};

const CONFIG_COMPUTED = 'The name is known only when the code runs. Leave it, or read each name by itself.';
const DEFAULT =
  'The default is no literal. Write it behind the call, as in get(name) ?? value, and run this again.';

const isPlain = (node: typescript.Expression): boolean =>
  /^(?:"[^"]*"|'[^']*'|`[^`$]*`|[\d._]+|true|false)$/.test(node.getText());

const plainType = (type: string | undefined): string | undefined =>
  type !== undefined && /^(?:string|number|boolean)$/.test(type) ? type : undefined;

const textRead = (
  from: string,
  { kind, name, options, type }: MappedName,
  { basePath }: Project,
): Parameters<typeof readIn>[1] => {
  const relative = kind === 'parameter' ? relativeName(name, basePath) : { name, options: {} };
  return {
    kind,
    name: relative.name,
    options: { ...options, ...relative.options },
    type,
    labels: [camelCase(from)],
  };
};
