import { afterEach, describe, expect, it } from '@jest/globals';
import { Injectable, type INestApplicationContext } from '@nestjs/common';
import { SsmCache, SsmParam, type ChangeSink, type SsmCacheExtension } from 'nestjs-ssm-cache';
import { InMemoryParameterStore } from 'nestjs-ssm-cache/testing';
import { inspect } from 'node:util';
import { closeAll, RecordingLogger, startApplication } from '../support/application.js';

@Injectable()
class Orders {
  @SsmParam('/host') readonly host!: string;
  wasLoaded = false;

  onModuleInit(): void {
    this.wasLoaded = this.host === 'one';
  }
}

/** A watcher, with what it was given. */
class Bus implements SsmCacheExtension {
  readonly name = 'bus';
  sink: ChangeSink | undefined;
  signal: AbortSignal | undefined;
  readonly secret = 'poison';

  watch(sink: ChangeSink, signal: AbortSignal): void {
    [this.sink, this.signal] = [sink, signal];
  }
}

describe('An extension of an application', () => {
  const applications: INestApplicationContext[] = [];
  afterEach(() => closeAll(applications));

  const start = async (extension: SsmCacheExtension, logger?: RecordingLogger) => {
    const ssm = new InMemoryParameterStore({ '/host': 'one' });
    const module = { extensions: [extension], maxAge: 300 };
    const options = { module, providers: [Orders], ssm, ...(logger && { logger }) };
    const application = await startApplication(options);
    applications.push(application);
    return { ssm, application, orders: application.get(Orders) };
  };

  it('watches from bootstrap to shutdown, and makes the values of properties due', async () => {
    const bus = new Bus();
    const { ssm, application, orders } = await start(bus);
    expect(orders.wasLoaded).toBe(true);
    ssm.put('/host', 'two');

    expect(bus.sink?.changed({ source: 'ssm', name: '/host' })).toEqual(['/host']);
    await application.get(SsmCache).refreshExpired();

    expect(orders.host).toBe('two');
    await application.close();
    expect(bus.signal?.aborted).toBe(true);
  });

  it('that cannot watch fails no start', async () => {
    const logger = new RecordingLogger();
    const { orders } = await start({ name: 'bus', watch: () => Promise.reject(new Error('poison')) }, logger);

    expect(orders.host).toBe('one');
    expect(JSON.stringify(logger.entries)).toContain(
      'The watcher of the extension \\"bus\\" ended with an error',
    );
    expect(JSON.stringify(logger.entries)).not.toContain('poison');
  });

  it('is neither serialised nor printed by Nest', async () => {
    const bus = Object.assign(new Bus(), {
      toJSON: () => {
        throw new Error('serialised');
      },
    });
    const { application } = await start(bus);

    const container = Reflect.get(application, 'container') as object;
    expect(inspect(container, { depth: 8 })).not.toContain('poison');
  });

  it('of the wrong shape keeps the module from being declared', () => {
    const wrong = { name: 'bus', watch: 'me' } as unknown as SsmCacheExtension;

    return expect(start(wrong)).rejects.toThrow(
      'SsmCacheModule.forRoot(): the extension "bus" cannot work: "watch" has to be a function.',
    );
  });
});
