import type { DynamicModule, Type } from '@nestjs/common';
import { declarationOf } from './declaration-of.js';
import { lookAt } from './look-at.js';
import type { SsmDeclaration } from './ssm-declaration.interface.js';
import type { DescribeOptions } from './tooling-options.interface.js';

/**
 * What an application declares by decorators, injected handles and `ssmCacheConfig()`, and the queue that it listens to,
 * without starting it. Nest scans the
 * modules in its preview mode: no constructor, factory or hook runs, and nothing is asked of AWS. A function in place of a
 * name is called.
 *
 * Names that code asks for while it runs, as in `cache.parameter(name)`, are not among them.
 *
 * @param module the root module of the application
 * @param options `basePath` and `secretPrefix` where `forRootAsync()` makes them, and `warn`
 * @returns the declarations, in the order in which Nest has scanned the classes
 * @throws `PreloadError` that lists every declaration that is invalid; the errors of Nest, such as for a missing provider
 *
 * @example
 * ```ts
 * const declarations = await describeDeclarations(AppModule);
 * declarations.map(({ owner, name }) => `${owner}: ${name}`); // [ 'OrdersRepository.host: /prod/shop/db/host' ]
 * ```
 *
 * @publicApi
 */
export const describeDeclarations = (
  module: Type | DynamicModule,
  options: DescribeOptions = {},
): Promise<readonly SsmDeclaration[]> =>
  lookAt(module, { ...options, isReading: false }, (caches) =>
    caches.flatMap((cache) => [...cache.values.map((value) => declarationOf(value, cache)), ...cache.queues]),
  );
