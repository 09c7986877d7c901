import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Logger, Module, Query, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { SsmCache, SsmCacheModule } from 'nestjs-ssm-cache';
import { startLocalAws, type LocalAws } from 'nestjs-ssm-cache/testing';
import { CANARIES, finderOf } from './canary.js';
import { PATIENCE } from './cases.js';
import { failingConversions } from './conversions.js';
import { SECRETS, store, TREE } from './stored.js';
import { Tally } from './tally.js';
import { faultsQuoting } from './wire-faults.js';
import { KeptLog } from './written.js';

const READS = ['parameter', 'secret', 'key', 'tree', 'value'] as const;

/** They convert, and throw when the application looks at what they made. */
const UNREADABLE = new Set(['an object with a getter that throws', 'a proxy that throws']);

let conversion = {};

/** Lets every error through to Nest. */
@Controller()
class LeakyController {
  constructor(private readonly cache: SsmCache) {}

  /** What a conversion made belongs to the application, and is not sent: it may throw when it is looked at. */
  @Get()
  async read(@Query('read') read: (typeof READS)[number]): Promise<string> {
    await this.#read(read);
    return 'served';
  }

  async #read(read: (typeof READS)[number]): Promise<void> {
    const { schema } = conversion as { schema?: never };
    const handle = this.cache.parameter('/x', conversion);
    if (read === 'secret') await this.cache.secret(SECRETS.text, conversion).get();
    else if (read === 'key') await this.cache.secret(SECRETS.keyed, { ...conversion, key: 'password' }).get();
    else if (read === 'tree') await this.cache.parameters(TREE, schema && { schema }).get();
    else if (read === 'value') void handle.value;
    else await handle.get();
  }
}

describe('An error that a controller lets through', () => {
  const tally = new Tally('responses of Nest');
  let aws: LocalAws;
  let app: INestApplication;
  let log: KeptLog;

  const start = async (): Promise<void> => {
    const client = { ...aws.clientConfig(), maxAttempts: 1 };
    @Module({
      imports: [
        SsmCacheModule.forRoot({
          ssm: client,
          secretsManager: client,
          maxAge: 0,
          maxStale: 0,
          minRefreshInterval: 0,
        }),
      ],
      controllers: [LeakyController],
    })
    class AppModule {}
    log = new KeptLog(false);
    app = await NestFactory.create(AppModule, { logger: log });
    await app.listen(0, '127.0.0.1');
  };

  beforeAll(async () => {
    aws = await startLocalAws();
    Logger.overrideLogger(false);
  });
  afterAll(() => aws.close());

  /** What a client of the application receives, and what is logged of it. */
  const ask = async (read: string): Promise<{ status: number; text: string }> => {
    const response = await fetch(`${await app.getUrl()}/?read=${read}`);
    const body = await response.text();
    return { status: response.status, text: [body, ...[...response.headers].flat(), log.text].join('\n') };
  };

  it.each(CANARIES)(
    'does not show a value in the response nor in the log: $title',
    async (canary) => {
      const find = finderOf(canary);
      const tell = (text: string, where: string): void => {
        const trace = find(text);
        tally.add({ tried: 2, found: trace === undefined ? [] : [trace] }, `${where}, ${canary.title}`);
      };
      for (const [fault, answer] of Object.entries(faultsQuoting(canary))) {
        conversion = {};
        aws.faults.always(answer);
        store(aws, canary.value);
        await start();
        for (const read of READS) {
          const { status, text } = await ask(read);
          if (status === 500) tell(text, `${fault}, ${read}`);
        }
        await app.close();
        aws.faults.clear();
      }
      await start();
      for (const [title, failing] of Object.entries(failingConversions(canary))) {
        conversion = failing;
        for (const read of READS) {
          const { status, text } = await ask(read);
          const mayServe = read === 'tree' || read === 'value' || UNREADABLE.has(title);
          expect({ title, fails: mayServe || status === 500 }).toEqual({ title, fails: true });
          if (status === 500) tell(text, `${title}, ${read}`);
        }
      }
      await app.close();
      expect(tally.found.slice(0, 20)).toEqual([]);
    },
    PATIENCE,
  );

  it('does not show a value anywhere', () => tally.report());
});
