import {
  Module,
  type DynamicModule,
  type FactoryProvider,
} from '@nestjs/common';

export interface DatabaseOptions {
  host?: string;
  port?: number;
  password: string;
}

export const DATABASE = 'DATABASE';

@Module({})
export class DatabaseModule {
  static forRootAsync(
    options: Pick<DynamicModule, 'imports'> &
      Pick<FactoryProvider<DatabaseOptions>, 'inject' | 'useFactory'>,
  ): DynamicModule {
    const { imports, inject, useFactory } = options;
    return {
      module: DatabaseModule,
      imports,
      providers: [
        { provide: 'OPTIONS', inject, useFactory },
        {
          provide: DATABASE,
          inject: ['OPTIONS'],
          useFactory: ({ host, port, password }: DatabaseOptions) =>
            `postgres://shop:${password}@${host}:${port}`,
        },
      ],
      exports: [DATABASE],
    };
  }
}
