import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';

const bootstrap = async (): Promise<void> => {
  const app = await NestFactory.create(AppModule);
  await app.listen(process.env.PORT ?? 3000, '127.0.0.1');
  // Nothing but what is left open keeps the process from its end.
  process.once('SIGTERM', () => void app.close());
};

void bootstrap();
