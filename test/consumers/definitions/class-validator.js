import { nestApp } from '../runner/nest-app.js';

const SETTINGS = `
import { Injectable } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsBoolean, IsInt, IsString, Max, ValidateNested } from 'class-validator';
import { SsmParam, SsmParams, SsmSecret } from 'nestjs-ssm-cache';

export class LoginDto {
  @IsString() readonly user!: string;
  @IsString() readonly password!: string;
}

export class LimitsDto {
  @IsInt() @Max(100) readonly orders!: number;
  @IsBoolean() readonly open!: boolean;
}

export class SettingsDto {
  @IsString() readonly region!: string;
  @ValidateNested() @Type(() => LimitsDto) readonly limits!: LimitsDto;
}

@Injectable()
export class SettingsService {
  @SsmSecret('prod/db', { schema: LoginDto }) readonly login!: LoginDto;
  @SsmParam('/limits.json', { schema: LimitsDto }) readonly limits!: LimitsDto;
  @SsmParams('/settings', { schema: SettingsDto }) readonly settings!: SettingsDto;
}
`;

const TEST = `
import { Test } from '@nestjs/testing';
import { SsmCacheTestingModule } from 'nestjs-ssm-cache/testing';
import { LimitsDto, LoginDto, SettingsDto, SettingsService } from '../src/settings.service.js';

const compile = (open: string) =>
  Test.createTestingModule({
    imports: [
      SsmCacheTestingModule.register({
        parameters: {
          '/limits.json': '{"orders":5,"open":true}',
          '/settings/region': 'eu',
          '/settings/limits/orders': '7',
          '/settings/limits/open': open,
        },
        secrets: { 'prod/db': { user: 'shop', password: 's3cret' } },
      }),
    ],
    providers: [SettingsService],
  }).compile();

it('makes instances of the classes', async () => {
  const module = await compile('no');
  const { login, limits, settings } = module.get(SettingsService);

  expect([login, limits, settings].map((value) => value.constructor)).toEqual([LoginDto, LimitsDto, SettingsDto]);
  expect(settings.limits).toBeInstanceOf(LimitsDto);
  expect(settings.limits).toEqual({ orders: 7, open: false });
  await module.close();
});

it('does not start with a value that the decorators refuse', async () => {
  await expect(compile('perhaps')).rejects.toThrow('limits.open: open must be a boolean value');
});
`;

export default nestApp({
  name: 'class-validator',
  about: 'DTO classes of class-validator as schemas',
  nest: 12,
  async adapt(project) {
    await project.edit('package.json', ({ dependencies }) => {
      Object.assign(dependencies, { 'class-transformer': '^0.5.1', 'class-validator': '^0.14.0' });
    });
    await project.write('src/settings.service.ts', SETTINGS);
    await project.write('test/settings.e2e-spec.ts', TEST);
  },
});
