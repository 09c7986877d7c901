import { withoutExtension } from '../runner/commonjs.js';
import { nestApp } from '../runner/nest-app.js';

/** What a class may declare, all of it public: the compiler checks no private property. */
const DECLARATIONS = `
import { Injectable } from '@nestjs/common';
import {
  SecretsManagerParameter,
  SsmParam,
  SsmParameter,
  SsmParameterTree,
  SsmParams,
  SsmSecret,
} from 'nestjs-ssm-cache';

@Injectable()
export class Declarations {
  @SsmParam('/text') readonly text!: string;
  @SsmParam('/number') readonly number!: number;
  @SsmParam('/boolean') readonly boolean!: boolean;
  @SsmParam('/list') readonly list!: string[];
  @SsmParam('/bytes') readonly bytes!: Uint8Array;
  @SsmParam('/bytes') readonly buffer!: Buffer;
  @SsmParam('/text') readonly promise!: Promise<string>;
  @SsmParam('/text') readonly handle!: SsmParameter;
  @SsmParam('/missing', { optional: true }) readonly optional?: string;
  @SsmParam('/missing', { default: 3 }) readonly byDefault!: number;
  @SsmParam('/number', { transform: 'number' }) readonly promised!: Promise<number>;
  @SsmParam('/json', { transform: 'json' }) readonly json!: { open: boolean };
  @SsmParam('/text', { transform: (text) => String(text).length }) readonly made!: number;
  @SsmParams('/tree') readonly tree!: { db: { host: string } };
  @SsmParams('/tree', { shape: 'map' }) readonly map!: ReadonlyMap<string, string>;
  @SsmParams('/tree') readonly treeHandle!: SsmParameterTree<{ db: { host: string } }>;
  @SsmSecret('db', { key: 'password' }) readonly password!: string;
  @SsmSecret('db', { transform: 'json' }) readonly secret!: { password: string };
  @SsmSecret('db') readonly secretHandle!: SecretsManagerParameter;
}
`;

/** What the compiler goes on refusing: it is compiled, and not run, where it would be refused too. */
const REFUSED = `
import { SsmParam } from 'nestjs-ssm-cache';

export class Refused {
  // @ts-expect-error a number is declared, and a list is made
  @SsmParam('/list', { transform: 'list' }) readonly list!: number;
  // @ts-expect-error a date cannot be made of stored text
  @SsmParam('/text') readonly date!: Date;
}
`;

const TEST = `
import { Test } from '@nestjs/testing';
import { SsmCacheTestingModule } from 'nestjs-ssm-cache/testing';
import { Declarations } from '../src/declarations.js';

it('holds all that it declares', async () => {
  const module = await Test.createTestingModule({
    imports: [
      SsmCacheTestingModule.register({
        parameters: {
          '/text': 'text',
          '/number': '5',
          '/boolean': 'no',
          '/list': ['a', 'b'],
          '/bytes': 'aGk=',
          '/json': '{"open":true}',
          '/tree/db/host': 'db.internal',
        },
        secrets: { db: { password: 'p1' } },
      }),
    ],
    providers: [Declarations],
  }).compile();
  const held = module.get(Declarations);

  expect([held.text, held.number, held.boolean, held.list]).toEqual(['text', 5, false, ['a', 'b']]);
  expect([held.byDefault, held.optional, held.made, held.json.open]).toEqual([3, undefined, 4, true]);
  expect([await held.promise, await held.promised, held.handle.value]).toEqual(['text', 5, 'text']);
  expect([held.tree.db.host, held.map.get('db/host')]).toEqual(['db.internal', 'db.internal']);
  expect([held.password, held.secret.password]).toEqual(['p1', 'p1']);
  await module.close();
});
`;

/** With TypeScript's older default, which nest new had until Nest 10: null and undefined are of every type. */
const looseNull = (nest) =>
  nestApp({
    name: `loose-null-${nest}`,
    about: `strictNullChecks: false on what nest new of Nest ${nest} gives`,
    nest,
    async adapt(project) {
      await project.edit('tsconfig.json', ({ compilerOptions }) => {
        delete compilerOptions.strict;
        Object.assign(compilerOptions, { strictNullChecks: false, strictPropertyInitialization: false });
      });
      await project.write('src/declarations.ts', DECLARATIONS);
      await project.write('src/refused.ts', REFUSED);
      await project.write('test/declarations.e2e-spec.ts', nest < 12 ? withoutExtension(TEST) : TEST);
    },
  });

export const looseNull10 = looseNull(10);
export const looseNull11 = looseNull(11);
export const looseNull12 = looseNull(12);
