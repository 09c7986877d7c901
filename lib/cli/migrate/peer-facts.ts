import type typescript from 'typescript';
import { ts } from './compiler.js';
import { literalText, optionsOf } from './syntax.js';
import { importsOf } from './imports.js';
import type { Source } from './source.js';

/** How the modules of other packages are registered in the project. */
export interface PeerFacts {
  readonly systemsManager: {
    /** What parts the levels of a key; `undefined` where a key is the last part of a name. */
    readonly separator: string | undefined;
    readonly secrets: readonly string[];
  };
  readonly paramStore: { readonly basePath: string | undefined };
}

export const SYSTEMS_MANAGER = '@nestjs-aws/systems-manager';
export const PARAM_STORE = 'nestjs-param-store';

/** `Module.register({ … })` of one of the packages. */
export interface Registration {
  readonly call: typescript.CallExpression;
  readonly module: string;
  readonly isAsync: boolean;
}

export const registrationsIn = (source: Source): readonly Registration[] => {
  const imports = importsOf(source);
  const found: Registration[] = [];
  const visit = (node: typescript.Node): void => {
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const imported = imports.get(node.expression.expression.getText());
      const method = node.expression.name.text;
      const isModule = imported?.name === 'SystemsManagerModule' || imported?.name === 'PSConfigModule';
      if (imported !== undefined && isModule && /^register(?:Async)?$/.test(method)) {
        found.push({ call: node, module: imported.module, isAsync: method === 'registerAsync' });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source.tree);
  return found;
};

export const peerFacts = (sources: readonly Source[]): PeerFacts => {
  const registrations = sources.flatMap(registrationsIn);
  const optionsFor = (module: string): ReadonlyMap<string, typescript.Expression> => {
    const found = registrations.find((one) => one.module === module && !one.isAsync);
    return optionsOf(found?.call.arguments[0]) ?? new Map<string, typescript.Expression>();
  };
  const own = optionsFor(SYSTEMS_MANAGER);
  const isAsync = registrations.some((one) => one.module === SYSTEMS_MANAGER && one.isAsync);
  const keepsLevels = isAsync || own.get('preserveHierarchy')?.getText() === 'true';
  const secrets = own.get('secretsManagerSecretNames');
  return {
    systemsManager: {
      separator: keepsLevels ? (literalText(own.get('pathSeparator')) ?? '.') : undefined,
      secrets:
        secrets !== undefined && ts.isArrayLiteralExpression(secrets)
          ? secrets.elements.flatMap((element) => literalText(element) ?? [])
          : [],
    },
    paramStore: { basePath: literalText(optionsFor(PARAM_STORE).get('ssmParamStorePath')) },
  };
};
