import { transformFile } from '@swc/core';
import { existsSync } from 'node:fs';
import { register } from 'node:module';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';

/** Lets a plain Node.js process import the sources: `node --import` this file. */
if (isMainThread) register(import.meta.url);

const LIBRARY = new URL('../../lib/', import.meta.url);
const ENTRY_POINT = /^nestjs-ssm-cache(?:\/([a-z]+))?$/;

export const resolve = (specifier, context, next) => {
  const [entryPoint, folder = '.'] = ENTRY_POINT.exec(specifier) ?? [];
  if (entryPoint !== undefined)
    return { url: new URL(`${folder}/index.ts`, LIBRARY).href, shortCircuit: true };
  const source = /^\.{1,2}\/.*\.js$/.test(specifier)
    ? new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL)
    : undefined;
  return source !== undefined && existsSync(source)
    ? { url: source.href, shortCircuit: true }
    : next(specifier, context);
};

export const load = async (url, context, next) => {
  if (!url.endsWith('.ts')) return next(url, context);
  const { code } = await transformFile(fileURLToPath(url), {
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: true },
    },
    module: { type: 'es6' },
    sourceMaps: 'inline',
  });
  return { format: 'module', source: code, shortCircuit: true };
};
