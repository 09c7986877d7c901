import { NestFactory } from '@nestjs/core';
import { SsmCache } from 'nestjs-ssm-cache';
import { AppModule } from './app.module.js';
import { GreetingService, type Greeting } from './greeting.service.js';

const application = NestFactory.createApplicationContext(AppModule, { abortOnError: false, logger: false });

export const handler = async (event: { name: string; refresh: boolean }): Promise<Greeting> => {
  const context = await application;
  if (event.refresh) await context.get(SsmCache).refresh();
  return context.get(GreetingService).greet(event.name);
};
