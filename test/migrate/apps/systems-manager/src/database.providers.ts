import type { Provider } from '@nestjs/common';
import { SystemsManagerService } from '@nestjs-aws/systems-manager';

export const DATABASE_URL = 'DATABASE_URL';

export const databaseProviders: Provider[] = [
  {
    provide: DATABASE_URL,
    inject: [SystemsManagerService],
    useFactory: (config: SystemsManagerService) =>
      `postgres://${config.get('database.host')}:${config.getAsNumber('database.port')}`,
  },
];
