import type typescript from 'typescript';
import { ts } from './compiler.js';
import { columnOf, listed, restOf } from './layout.js';
import type { ModuleOptions } from './module-options.interface.js';
import { SYSTEMS_MANAGER, type Registration } from './peer-facts.js';
import type { Source } from './source.js';
import { optionsOf } from './syntax.js';

/** Registers this package in place of another one. */
export const replaceRegistration = (
  source: Source,
  registration: Registration,
  { maxAge }: ModuleOptions,
): void => {
  const { call, module, isAsync } = registration;
  const isSystemsManager = module === SYSTEMS_MANAGER;
  const given = call.arguments[0];
  const options = optionsOf(given);
  if (given === undefined || options === undefined) {
    source.leave(call, UNREADABLE);
  } else if (!isAsync) {
    const items = isSystemsManager ? fromSystemsManager(source, options) : fromParamStore(options);
    write(source, call, 'forRoot', [...items, `maxAge: ${maxAge}`], isMultiLine(given));
  } else if (isSystemsManager) {
    write(source, call, 'forRootAsync', asyncFromSystemsManager(source, call, options, maxAge), true);
  } else {
    asyncFromParamStore(source, call, options, maxAge);
  }
};

const UNREADABLE = 'Import SsmCacheModule.forRoot() in its place, with region and basePath.';

type Options = ReadonlyMap<string, typescript.Expression>;

const fromSystemsManager = (source: Source, options: Options): readonly string[] => {
  const tolerant = options.get('awsParamStoreContinueOnError');
  if (tolerant !== undefined && tolerant.getText() !== 'false') source.leave(tolerant.parent, TOLERANT);
  return [...renamed(options, 'awsRegion', 'region'), ...renamed(options, 'awsParamStorePath', 'basePath')];
};

const TOLERANT =
  'The application started without its values. Now a missing value keeps it from starting: give a default, or optional: true, where it may be missing.';

const renamed = (options: Options, from: string, to: string): readonly string[] => {
  const value = options.get(from)?.getText();
  if (value === undefined) return [];
  return [value === to ? to : `${to}: ${value}`];
};

const fromParamStore = (options: Options): readonly string[] => {
  const client = options.get('ssmClientOptions');
  const region = client === undefined ? undefined : onlyRegionOf(client);
  return [
    ...(region === undefined ? renamed(options, 'ssmClientOptions', 'ssm') : [`region: ${region}`]),
    ...renamed(options, 'ssmParamStorePath', 'basePath'),
    ...(options.get('ssmDecryptParams')?.getText() === 'false' ? ['withDecryption: false'] : []),
  ];
};

const onlyRegionOf = (client: typescript.Expression): string | undefined => {
  const options = optionsOf(client);
  return options?.size === 1 ? options.get('region')?.getText() : undefined;
};

const isMultiLine = (node: typescript.Node): boolean => /^\{\s*\n/.test(node.getText());

const write = (
  source: Source,
  call: typescript.CallExpression,
  method: string,
  items: readonly string[],
  isBroken: boolean,
): void => {
  const start = call.getStart();
  const head = `SsmCacheModule.${method}(`;
  const object = listed(source, ['{', '}'], items, {
    indent: source.indentAt(start),
    before: columnOf(source, start) + head.length,
    after: restOf(source, call.end) + 1,
    isBroken,
  });
  source.wantedNames.add('SsmCacheModule');
  source.replaceNode(call, `${head}${object})`);
};

/** That package reads its options from a configuration by names of its own. */
const asyncFromSystemsManager = (
  source: Source,
  call: typescript.CallExpression,
  options: Options,
  maxAge: string,
): readonly string[] => {
  const service = options.get('useClass')?.getText() ?? 'ConfigService';
  const module = options.get('import')?.getText();
  const indent = source.indentAt(call.getStart());
  const { quote, indent: step, lineEnd } = source;
  const config = (name: string): string => `config.getOrThrow<string>(${quote}param-store.${name}${quote})`;
  const result = [
    `region: ${config('awsRegion')},`,
    `basePath: ${config('awsParamStorePath')},`,
    `maxAge: ${maxAge},`,
  ].map((line) => `${indent}${step}${step}${line}`);
  return [
    ...(module === undefined ? [] : [`imports: [${module}]`]),
    `inject: [${service}]`,
    [`useFactory: (config: ${service}) => ({`, ...result, `${indent}${step}})`].join(lineEnd),
  ];
};

const asyncFromParamStore = (
  source: Source,
  call: typescript.CallExpression,
  options: Options,
  maxAge: string,
): void => {
  const factory = options.get('useFactory');
  const result = factory === undefined ? undefined : resultOf(factory);
  const given = result === undefined ? undefined : optionsOf(result);
  if (result === undefined || given === undefined) {
    source.leave(call, FACTORY);
    return;
  }
  source.wantedNames.add('SsmCacheModule');
  source.replaceNode(call.expression, 'SsmCacheModule.forRootAsync');
  const items = [...fromParamStore(given), `maxAge: ${maxAge}`];
  const text = listed(source, ['{', '}'], items, {
    indent: source.indentAt(result.getStart()),
    before: columnOf(source, result.getStart()),
    after: restOf(source, result.end),
    isBroken: isMultiLine(result),
  });
  source.replaceNode(result, text);
};

const FACTORY =
  'Import SsmCacheModule.forRootAsync() in its place. Its factory gives basePath in place of ssmParamStorePath, and ssm in place of ssmClientOptions.';

/** The object that a factory returns, and nothing but returns. */
const resultOf = (factory: typescript.Expression): typescript.ObjectLiteralExpression | undefined => {
  if (!ts.isArrowFunction(factory) && !ts.isFunctionExpression(factory)) return undefined;
  const { body } = factory;
  let result: typescript.Expression | undefined = undefined;
  if (ts.isBlock(body)) {
    const returns = body.statements.filter((statement) => ts.isReturnStatement(statement));
    if (returns.length === 1) result = returns[0]?.expression;
  } else result = body;
  while (result !== undefined && ts.isParenthesizedExpression(result)) result = result.expression;
  return result !== undefined && ts.isObjectLiteralExpression(result) ? result : undefined;
};

/** Registers this package beside another one, which is still needed. */
export const addBeside = (
  source: Source,
  { call }: Registration,
  { maxAge, basePath }: ModuleOptions,
): void => {
  const start = call.getStart();
  const given = call.arguments[0]?.getText() ?? '';
  const valueOf = (name: RegExp): string | undefined => name.exec(given)?.[1]?.trim();
  const region = valueOf(/\bawsRegion\s*:\s*([^,}\n]+)/);
  const base = basePath ?? valueOf(/\b(?:awsParamStorePath|ssmParamStorePath)\s*:\s*([^,}\n]+)/);
  const items = [
    ...(region === undefined ? [] : [`region: ${region}`]),
    ...(base === undefined ? [] : [`basePath: ${base}`]),
    `maxAge: ${maxAge}`,
  ];
  source.wantedNames.add('SsmCacheModule');
  source.insert(
    start,
    `SsmCacheModule.forRoot({ ${items.join(', ')} }),${source.lineEnd}${source.indentAt(start)}`,
  );
};
