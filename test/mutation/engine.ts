/** What the tests of the engine need of the package: all but what knows Nest, which takes long to load. */
export * from '../../lib/cache/secrets-manager-parameter.js';
export * from '../../lib/cache/ssm-cache.js';
export * from '../../lib/cache/ssm-handle.js';
export * from '../../lib/cache/ssm-parameter.js';
export * from '../../lib/cache/ssm-parameter-group.js';
export * from '../../lib/cache/ssm-parameter-tree.js';
export * from '../../lib/errors/index.js';
export * from '../../lib/sources/parameter-store/filters.js';
export * from '../../lib/values/data/read-only-map.js';
export * from '../../lib/values/data/secret-versions.js';
