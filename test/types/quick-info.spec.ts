import { describe, expect, it } from '@jest/globals';
import { quickInfo } from '../support/compiler.js';

const IMPORTS = `
import {
  InjectSsmParam, InjectSsmSecret, RefreshOnError, SsmCache, SsmCacheModule, SsmParam, SsmParams, SsmSecret, ssmCacheConfig,
} from 'nestjs-ssm-cache';
declare const cache: SsmCache;
`;

const inClass = (member: string): string => `export class Subject { ${member} }`;

const PLACES: readonly (readonly [option: string, code: string, doc: RegExp])[] = [
  [
    'maxAge',
    inClass("@SsmParam('/a', { maxAge: 5 }) a!: string;"),
    /^How old a value may become, in seconds/,
  ],
  [
    'optional',
    inClass("@SsmParam('/a', { maxAge: 5, optional: true }) a?: string;"),
    /^If "true", `undefined`/,
  ],
  ['default', inClass("@SsmParam('/a', { default: 'x' }) a!: string;"), /^What is read/],
  [
    'transform',
    inClass("@SsmParam('/a', { transform: (text) => text.length }) a!: number;"),
    /^What makes a value/,
  ],
  ['type', inClass("@SsmParam('/a', { type: Number }) a!: number;"), /^The type of the property/],
  ['key', inClass("@SsmSecret('a', { key: 'b' }) a!: string;"), /^The field of a JSON secret/],
  ['preload', inClass("@SsmSecret('a', { preload: false }) private a!: string;"), /^If "false"/],
  ['recursive', inClass("@SsmParams('/a', { recursive: false }) a!: object;"), /^If "false", only/],
  [
    'shape',
    inClass("@SsmParams('/a', { shape: 'record' }) a!: Record<string, string>;"),
    /^How they are handed out/,
  ],
  ['retries', inClass('@RefreshOnError({ retries: 2 }) async a() {}'), /^How many times/],
  [
    'jitter',
    inClass("constructor(@InjectSsmParam('/a', { jitter: 0 }) a: unknown) {}"),
    /^The share of `maxAge`/,
  ],
  [
    'key',
    inClass("constructor(@InjectSsmSecret('a', { key: 'b' }) a: unknown) {}"),
    /^The field of a JSON secret/,
  ],
  [
    'preloadTimeout',
    'SsmCacheModule.forRoot({ preloadTimeout: 5 });',
    /^How long start-up may take, in seconds/,
  ],
  ['path', "ssmCacheConfig('a', { path: '/a' });", /^The complete path/],
  ['maxStale', "cache.parameter('/a', { maxStale: 5 });", /^How far past `maxAge`, in seconds/],
];

describe('An editor shows what an option means, where it is written', () => {
  it.each(PLACES)(
    '%s in %s',
    (option, code, doc) => {
      expect(quickInfo(`${IMPORTS}${code}`, `${option}:`)).toMatch(doc);
    },
    120_000,
  );
});
