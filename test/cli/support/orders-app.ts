/** An application that could not start here: it needs a database, and prints while it is loaded. */
export const ORDERS_APP = `
import { Injectable, Module } from '@nestjs/common';
import { InjectSsmSecret, SecretsManagerParameter, SsmCacheModule, SsmParam, SsmParams, SsmSecret } from 'nestjs-ssm-cache';

console.log('The application is loaded.');

@Injectable()
export class OrdersRepository {
  @SsmParam('/db/host') readonly host!: string;
  @SsmParam('/db/port:3') readonly port!: number;
  @SsmSecret(() => process.env.DB_SECRET ?? 'db', { key: 'password' }) readonly password!: Promise<string>;
  @SsmParams('/features', { optional: true }) readonly features!: object;
  @SsmParam('/rate', { client: 'payments', default: '1' }) readonly rate!: string;

  constructor(@InjectSsmSecret('mail') readonly mail: SecretsManagerParameter) {
    throw new Error('There is no database.');
  }
}

@Module({
  imports: [
    SsmCacheModule.forRoot({
      basePath: '/prod/shop',
      secretPrefix: 'prod/',
      clients: { payments: { region: 'us-east-1' } },
    }),
  ],
  providers: [OrdersRepository, { provide: 'POOL', useFactory: () => { throw new Error('There is no pool.'); } }],
})
export class AppModule {}
`;

/** What `list` says of it. */
export const ORDERS_LIST = `
DECLARED BY                    SERVICE         CLIENT    NAME                   TYPE
OrdersRepository.host          ssm             default   /prod/shop/db/host     string
OrdersRepository.port          ssm             default   /prod/shop/db/port:3   number
OrdersRepository.password      secretsmanager  default   prod/db                Promise
OrdersRepository.features      ssm             default   /prod/shop/features/*  unknown, optional
OrdersRepository.rate          ssm             payments  /prod/shop/rate        string, optional
OrdersRepository(parameter 0)  secretsmanager  default   prod/mail              SecretsManagerParameter

6 values. Names that code asks for while it runs, as in cache.parameter(name), are not seen.
`;

/** What `check` says of it where version 3 of the port is missing. */
export const ORDERS_CHECK = `
STATUS   DECLARED BY                    SERVICE         NAME
ok       OrdersRepository.host          ssm             /prod/shop/db/host
missing  OrdersRepository.port          ssm             /prod/shop/db/port:3
ok       OrdersRepository.password      secretsmanager  prod/db
ok       OrdersRepository.features      ssm             /prod/shop/features/*
ok       OrdersRepository.rate          ssm             /prod/shop/rate
ok       OrdersRepository(parameter 0)  secretsmanager  prod/mail

5 of 6 values can be read.
`;
