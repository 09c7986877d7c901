/**
 * What a fragment of code may use without an import: the names that its reader knows by then, and for a page what its text
 * speaks of. A block with imports of its own is complete, and gets nothing from here.
 */
const KNOWN_NAMES: Readonly<Record<string, string>> = {
  'nestjs-ssm-cache': `InjectSsmCache, InjectSsmGroup, IsRetry, ReadOnlyMap, RefreshOnError, SECRETS_MANAGER_CLIENT, SSM_CLIENT,
    SecretsManagerParameter, SsmCache, SsmCacheError, SsmCacheInterceptor, SsmCacheMiddleware, SsmCacheModule, SsmFilterKeyId,
    SsmFilterLabel, SsmFilterType, SsmHandle, SsmParam, SsmParameter, SsmParameterGroup, SsmParameterTree, SsmParams,
    SsmSecret, getSsmGroupToken, ssmCacheConfig`,
  'nestjs-ssm-cache/testing': `InMemoryParameterStore, InMemorySecretsManager, recordClient, replayClient,
    startLocalAws`,
  '@nestjs/common':
    'Controller, Get, Inject, Injectable, Logger, MiddlewareConsumer, Module, NestModule, UseInterceptors',
  '@nestjs/config': 'ConfigModule, ConfigService',
  '@nestjs/core': 'APP_INTERCEPTOR, NestFactory',
  '@nestjs/testing': 'Test',
  '@aws-sdk/client-secrets-manager': 'SecretsManagerClient',
  '@aws-sdk/client-ssm': 'SSMClient',
  '@aws-sdk/credential-providers': 'fromTemporaryCredentials',
  pg: 'Pool',
  zod: 'z',
};

const PAGE_CONTEXT: Readonly<Record<string, string>> = {
  'docs/guides/reading-values.md':
    'declare const OrdersModule: new () => object; declare const Transport: { readonly REDIS: number };',
  'docs/guides/rotation.md':
    'declare const cache: SsmCache; declare const connect: (password: string) => Promise<string>;',
};

/** The code that stands before a fragment of a page; it keeps away from names that the fragment declares itself. */
export const fragmentContext = (page: string, fragment: string): string => {
  const imports = Object.entries(KNOWN_NAMES).map(([module, names]) => {
    const wanted = names.split(/,\s*/).filter((name) => !declares(fragment, name));
    return `import { ${wanted.join(', ')} } from '${module}';`;
  });
  return [...imports, PAGE_CONTEXT[page] ?? ''].join('\n');
};

export const declares = (code: string, name: string): boolean =>
  new RegExp(String.raw`\b(?:class|const|let|function|interface|type|enum)\s+${name}\b`).test(code);
