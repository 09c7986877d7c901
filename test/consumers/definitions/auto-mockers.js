import { nestApp } from '../runner/nest-app.js';

const ORDERS = `
import { Injectable } from '@nestjs/common';
import {
  InjectSsmCache,
  InjectSsmGroup,
  InjectSsmSecret,
  RefreshOnError,
  SecretsManagerParameter,
  SsmCache,
  SsmParam,
  SsmParameterGroup,
  SsmSecret,
} from 'nestjs-ssm-cache';

@Injectable()
export class Mailer {
  send(text: string): string {
    return text;
  }
}

@Injectable()
export class OrdersService {
  @SsmParam('/orders/limit') limit!: number;
  @SsmSecret('prod/orders') private readonly token!: Promise<string>;
  calls = 0;

  constructor(
    readonly mailer: Mailer,
    @InjectSsmSecret('prod/jwt') readonly jwt: SecretsManagerParameter,
    @InjectSsmGroup('database') readonly database: SsmParameterGroup,
    @InjectSsmCache() readonly cache: SsmCache,
  ) {}

  @RefreshOnError()
  async find(): Promise<string> {
    this.calls += 1;
    const token = await this.token;
    if (token === undefined) throw new Error('no token');
    return token;
  }
}
`;

const EXPECTATIONS = `
const expectOrdinary = async (orders: OrdersService): Promise<void> => {
  expect(orders.limit).toBeUndefined();
  orders.limit = 5;
  expect(orders.limit).toBe(5);
  await expect(orders.find()).rejects.toThrow('no token');
  expect(orders.calls).toBe(1);
  setValues(orders, { token: 't1', limit: 6 });
  await expect(orders.find()).resolves.toBe('t1');
  expect(orders.limit).toBe(6);
};
`;

const GOLEVELUP = `
import { createMock } from '@golevelup/ts-jest';
import { Test } from '@nestjs/testing';
import { SsmCache, SsmCacheModule } from 'nestjs-ssm-cache';
import { setValues } from 'nestjs-ssm-cache/testing';
import { Mailer, OrdersService } from '../src/orders.service';
${EXPECTATIONS}
it('completes a class with createMock()', async () => {
  const module = await Test.createTestingModule({ providers: [OrdersService] }).useMocker(createMock).compile();

  await expectOrdinary(module.get(OrdersService));
  await module.close();
});

it('starts an application whose cache is a createMock()', async () => {
  const module = await Test.createTestingModule({
    imports: [SsmCacheModule.forRoot({ groups: { database: {} } })],
    providers: [OrdersService, Mailer],
  })
    .overrideProvider(SsmCache)
    .useValue(createMock<SsmCache>())
    .compile();
  await module.init();

  await expectOrdinary(module.get(OrdersService));
  await module.close();
});
`;

const SUITES = `
import { TestBed } from '@suites/unit';
import { setValues } from 'nestjs-ssm-cache/testing';
import { Mailer, OrdersService } from '../src/orders.service';
${EXPECTATIONS}
it('makes a class alone', async () => {
  const { unit, unitRef } = await TestBed.solitary(OrdersService).compile();

  expect(unit.mailer).toBe(unitRef.get(Mailer));
  await expectOrdinary(unit);
});

it('makes a class with others', async () => {
  const { unit } = await TestBed.sociable(OrdersService).expose(Mailer).compile();

  expect(unit.mailer.send('text')).toBe('text');
  await expectOrdinary(unit);
});
`;

export default nestApp({
  name: 'auto-mockers',
  about: "unit tests with golevelup's createMock and with @suites/unit",
  nest: 11,
  async adapt(project) {
    await project.edit('package.json', ({ devDependencies }) => {
      Object.assign(devDependencies, {
        '@golevelup/ts-jest': '^3.0.0',
        '@suites/di.nestjs': '^3.1.0',
        '@suites/doubles.jest': '^3.1.0',
        '@suites/unit': '^3.1.0',
      });
    });
    await project.write('src/orders.service.ts', ORDERS);
    await project.write('test/golevelup.e2e-spec.ts', GOLEVELUP);
    await project.write('test/suites.e2e-spec.ts', SUITES);
  },
});
