import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module';

const region = process.env.STORAGE_REGION;

async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  app.enableCors({ origin: process.env.CDN_HOST });
  await app.listen(process.env.PORT ?? 3000);
  console.log(`Serving in ${region}.`);
}
void bootstrap();
