import { beforeAll, describe, expect, it } from '@jest/globals';
import { completions, complaints } from '../support/compiler.js';

const NAMES = `
import {
  InjectSsmParam, InjectSsmSecret, SecretsManagerParameter, SsmCache, SsmParam, SsmParameter, SsmParameterGroup, SsmParams, SsmSecret,
} from 'nestjs-ssm-cache';
declare module 'nestjs-ssm-cache' {
  interface SsmNames {
    parameters: { '/db/host': 'String'; '/db/port': 'String'; '/origins': 'StringList' };
    secrets: { db: 'secret'; 'shop/mail': 'secret' };
    paths: { '/db': 'path' };
  }
}
declare const cache: SsmCache;
declare const group: SsmParameterGroup;
declare const text: string;
declare const level: 'host' | 'port';
`;

const NO_PARAMETER = (given: string, nearest: string): string =>
  `There is no parameter "${given}". Did you mean "${nearest}"?`;
const NEW = 'If it is new, run npx nestjs-ssm-cache types.';

const inClass = (member: string): string => `class Subject { ${member} }`;

/** Statements, each with the message by which the compiler refuses it; without one it compiles. */
const STATEMENTS: readonly (readonly [statement: string, refusal?: string])[] = [
  [inClass(`@SsmParam('/db/host') x!: string`)],
  [inClass(`@SsmParam('/db/port:3') x!: number`)],
  [inClass(`@SsmParam('/db/port:current') private x!: number`)],
  [inClass(`@SsmParam(() => '/db/user') x!: string`)],
  [inClass(`@SsmParam(\`/db/\${text}\`) x!: string`)],
  [inClass(`@SsmParam(\`/db/\${level}\`) x!: string`)],
  [inClass(`@SsmParam(text) x!: string`)],
  [inClass(`@SsmParam('arn:aws:ssm:eu-west-1:123456789012:parameter/db/user') x!: string`)],
  [inClass(`@SsmParam('/aws/reference/secretsmanager/db') x!: string`)],
  [inClass(`@SsmParam('/other/host', { basePath: false }) x!: string`)],
  [inClass(`@SsmParam('/other/host', { client: 'payments' }) x!: string`)],
  [inClass(`@SsmParam('/db/user', { default: 'shop' }) x!: string`)],
  [inClass(`@SsmParam('/db/user', { optional: true }) x?: string`)],
  [inClass(`@SsmParam('/db/hots') x!: string`), NO_PARAMETER('/db/hots', '/db/host')],
  [inClass(`@SsmParam('/db/hst') x!: string`), NO_PARAMETER('/db/hst', '/db/host')],
  [inClass(`@SsmParam('/db/hosst') private x!: string`), NO_PARAMETER('/db/hosst', '/db/host')],
  [inClass(`@SsmParam('db/host') x!: string`), NO_PARAMETER('db/host', '/db/host')],
  [inClass(`@SsmParam('/db/hots:3', { maxAge: 5 }) x!: string`), NO_PARAMETER('/db/hots:3', '/db/host')],
  [inClass(`@SsmParam(\`/dc/\${level}\`) x!: string`), 'There is no parameter "/dc/host".'],
  [inClass(`@SsmParam('/features/search') x!: string`), NEW],
  [inClass(`@SsmSecret('db', { key: 'password' }) x!: string`)],
  [
    inClass(`@SsmSecret('shop/mial') x!: string`),
    'There is no secret "shop/mial". Did you mean "shop/mail"?',
  ],
  [inClass(`@SsmParams('/db') x!: object`)],
  [inClass(`@SsmParams('/dbs') x!: object`), 'There is no path "/dbs". Did you mean "/db"?'],
  [inClass(`constructor(@InjectSsmParam('/db/host') x: SsmParameter) {}`)],
  [
    inClass(`constructor(@InjectSsmParam('/db/hots', { maxAge: 5 }) x: SsmParameter) {}`),
    NO_PARAMETER('/db/hots', '/db/host'),
  ],
  [inClass(`constructor(@InjectSsmSecret('dv') x: SecretsManagerParameter) {}`), 'Did you mean "db"?'],
  [`cache.parameter('/db/host');`],
  [`cache.parameter(text, { maxAge: 5 });`],
  [`cache.parameter<'debug' | 'info' | string>(text);`],
  [`cache.parameter('/db/user', { optional: true });`],
  [`cache.parameter('/db/hots');`, NO_PARAMETER('/db/hots', '/db/host')],
  [`cache.parameter('/db/hots', { maxAge: 5 });`, NO_PARAMETER('/db/hots', '/db/host')],
  [`cache.parameter('/db/prt', { transform: 'number' });`, NO_PARAMETER('/db/prt', '/db/port')],
  [`cache.secret('shop/mail', { key: 'password' });`],
  [`cache.secret('shop/mall', { key: 'password' });`, 'Did you mean "shop/mail"?'],
  [`cache.parameters('/db');`],
  [`cache.parameters('/dv', { shape: 'map' });`, 'Did you mean "/db"?'],
  [`group.parameter('/db/host');`],
  [`group.parameter('/db/hos');`, NO_PARAMETER('/db/hos', '/db/host')],
  [`group.parameter('/db/hos', { maxAge: 5 });`, NO_PARAMETER('/db/hos', '/db/host')],
  [`group.secret('bd', { key: 'password' });`, 'Did you mean "db"?'],
  [`void group.parameters('/bd');`, 'Did you mean "/db"?'],
];

describe('With a file of names the compiler', () => {
  const verdicts: (readonly string[])[] = [];

  beforeAll(() => {
    const path = 'test/types/known-names.ts';
    const before = NAMES.split('\n').length;
    const lines = STATEMENTS.map(([statement]) => `{ ${statement} }`);
    const found = complaints(new Map([[path, `${NAMES}\n${lines.join('\n')}\n`]])).get(path) ?? [];
    verdicts.push(
      ...STATEMENTS.map((_, index) =>
        found
          .filter(({ line }) => line === before + index + 1)
          .map(({ message }) => message.replaceAll('\\"', '"')),
      ),
    );
  }, 120_000);

  const rows = STATEMENTS.map(([statement, refusal = ''], index) => ({ statement, refusal, index }));

  it.each(rows.filter(({ refusal }) => refusal === ''))('takes $statement', ({ index }) => {
    expect(verdicts[index]).toEqual([]);
  });

  it.each(rows.filter(({ refusal }) => refusal !== ''))(
    'refuses $statement: $refusal',
    ({ refusal, index }) => {
      expect(verdicts[index]).toEqual([expect.stringContaining(refusal)]);
    },
  );
});

describe('An editor completes the known names', () => {
  it.each([
    [inClass(`@SsmParam('|') x!: string`), ['/db/host', '/db/port', '/origins']],
    [inClass(`@SsmParam('|', { maxAge: 5 }) x!: string`), ['/db/host', '/db/port', '/origins']],
    [inClass(`@SsmSecret('|', { key: 'password' }) x!: string`), ['db', 'shop/mail']],
    [inClass(`@SsmParams('|') x!: object`), ['/db']],
    [inClass(`constructor(@InjectSsmSecret('|') x: unknown) {}`), ['db', 'shop/mail']],
    [`cache.parameter('|');`, ['/db/host', '/db/port', '/origins']],
    [`group.secret('|', { key: 'password' });`, ['db', 'shop/mail']],
  ])(
    'in %s',
    (code, names) => {
      expect(completions(`${NAMES}${code}`)).toEqual(names);
    },
    120_000,
  );
});
