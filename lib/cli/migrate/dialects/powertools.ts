import type typescript from 'typescript';
import { ts } from '../compiler.js';
import type { Imported } from '../imports.js';
import { labelsOf, type Wanted } from '../wanted.js';
import { literalText, optionsOf, typeArgument } from '../syntax.js';
import type { Project, Understood } from './dialect.interface.js';
import { relativeName } from './relative-name.js';

export const POWERTOOLS = /^@aws-lambda-powertools\/parameters\/(?:ssm|secrets)$/;

/** What a function of `@aws-lambda-powertools/parameters` is called for. */
export const powertoolsRead = (
  node: typescript.Node,
  imports: ReadonlyMap<string, Imported>,
  project: Project,
): Understood => {
  if (ts.isNewExpression(node)) {
    const made = imports.get(node.expression.getText());
    return made !== undefined && POWERTOOLS.test(made.module) ? PROVIDER : undefined;
  }
  if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return undefined;
  const imported = imports.get(node.expression.text);
  if (imported === undefined || !POWERTOOLS.test(imported.module)) return undefined;
  if (imported.name === 'getParametersByName') return BY_NAME;
  const kind = KIND_OF[imported.name];
  if (kind === undefined) return undefined;
  const [first, second] = node.arguments;
  const name = literalText(first);
  if (name === undefined) return COMPUTED[kind];
  const options = optionsOf(second);
  const translated = options === undefined ? OPTIONS : translatedOptions(kind, options);
  if (typeof translated === 'string') return translated;
  const relative = kind === 'secret' ? { name, options: {} } : relativeName(name, project.basePath);
  const wanted: Wanted = {
    kind,
    name: relative.name,
    options: { ...relative.options, ...translated },
    type: typeOf(kind, node, translated),
    isAwaited: true,
    labels: labelsOf(relative.name),
  };
  return { node, wanted };
};

const KIND_OF: Readonly<Record<string, Wanted['kind']>> = {
  getParameter: 'parameter',
  getSecret: 'secret',
  getParameters: 'path',
};

const typeOf = (
  kind: Wanted['kind'],
  call: typescript.CallExpression,
  { transform }: Readonly<Record<string, string>>,
): string => {
  const type = typeArgument(call) ?? (transform === undefined ? 'string' : 'unknown');
  return kind === 'path' ? `Record<string, ${type}>` : type;
};

type Options = Readonly<Record<string, string>>;

const translatedOptions = (
  kind: Wanted['kind'],
  given: ReadonlyMap<string, typescript.Expression>,
): Options | string => {
  const options: Record<string, string> = kind === 'path' ? { shape: "'record'", recursive: 'false' } : {};
  for (const [name, value] of given) {
    const code = value.getText();
    if (name === 'maxAge' && ts.isNumericLiteral(value)) options.maxAge = code;
    else if (name === 'transform' && literalText(value) === 'json' && kind !== 'path')
      options.transform = "'json'";
    else if (name === 'recursive' && code === 'true') delete options.recursive;
    else if (name === 'decrypt' && code === 'false') options.withDecryption = 'false';
    else if (!isWithoutEffect(name, code)) return name === 'forceFetch' ? FORCED : OPTIONS;
  }
  return options;
};

/** What says what holds anyway. */
const isWithoutEffect = (name: string, code: string): boolean =>
  (name === 'decrypt' && code === 'true') ||
  (name === 'throwOnMissing' && code === 'true') ||
  (name === 'forceFetch' && code === 'false') ||
  (name === 'recursive' && code === 'false');

const COMPUTED: Readonly<Record<Wanted['kind'], string>> = {
  parameter:
    'The name is known only when the code runs. Inject SsmCache, and await cache.parameter(name).get().',
  secret: 'The name is known only when the code runs. Inject SsmCache, and await cache.secret(name).get().',
  path: 'The path is known only when the code runs. Inject SsmCache, and await cache.parameters(path).get().',
};
const BY_NAME = 'Declare each of the names with @SsmParam(). The cache reads them in one call.';
const PROVIDER =
  'A provider of its own has its client from SsmCacheModule.forRoot({ ssm }). Declare what it reads with @SsmParam() or @SsmSecret().';
const OPTIONS = 'These options have no plain counterpart. See the options of @SsmParam() and @SsmSecret().';
const FORCED =
  'To fetch at once, inject a handle with @InjectSsmParam() or @InjectSsmSecret(), and await its refresh().';
