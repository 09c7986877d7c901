import { rm } from 'node:fs/promises';
import { bundleDeclarations } from './declarations.js';
import { bundleJavaScript } from './javascript.js';
import { bundleSchematics } from './schematics.js';

/** Where the compiler leaves each source as a module of its own. */
const COMPILED = 'build';

await bundleJavaScript(COMPILED);
await bundleDeclarations(COMPILED);
await bundleSchematics(COMPILED);
await rm(COMPILED, { recursive: true });
