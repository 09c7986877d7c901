import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { LambdaModule } from './lambda/lambda.module.js';
import type { Quote, QuoteRequest } from './lambda/quote.interface.js';
import { QuoteService } from './lambda/quote.service.js';

/**
 * A function for AWS Lambda that quotes prices. The application is started by the first call and kept for all that
 * follow: AWS freezes the process between two calls, for seconds or hours, and thaws it with everything in memory.
 *
 * Nothing has to run while it is frozen. A value that has become too old meanwhile is refreshed by the call that reads it.
 */
let application: Promise<INestApplicationContext> | undefined;

export const handler = async (event: QuoteRequest): Promise<Quote> => {
  const context = await (application ??= start());
  return context.get(QuoteService).quote(event);
};

/** A start that failed is not kept: the next call tries again. Without `abortOnError: false` Nest would end the process. */
const start = (): Promise<INestApplicationContext> =>
  NestFactory.createApplicationContext(LambdaModule, {
    abortOnError: false,
    logger: ['warn', 'error'],
  }).catch((error: unknown) => {
    application = undefined;
    throw error;
  });
