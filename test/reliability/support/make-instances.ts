import { Injectable, Scope, type INestApplicationContext } from '@nestjs/common';
import { ContextIdFactory, ModuleRef } from '@nestjs/core';
import { RefreshOnError, SsmParam, SsmSecret } from 'nestjs-ssm-cache';
import { InMemoryParameterStore, InMemorySecretsManager } from 'nestjs-ssm-cache/testing';
import { startApplication } from '../../support/application.js';

/** Makes instances with decorated properties, lets them go, and weighs what is left of them. */

@Injectable({ scope: Scope.REQUEST })
class RequestScoped {
  @SsmParam('/host') readonly host!: string;
  @SsmSecret('db') readonly password!: Promise<string>;

  @RefreshOnError()
  async find(): Promise<string> {
    return `${this.host} ${await this.password}`;
  }
}

@Injectable()
class Created {
  @SsmParam('/host') readonly host!: string;

  @RefreshOnError({ refresh: ['host'] })
  async find(): Promise<string> {
    return this.host;
  }
}

const collectGarbage = globalThis.gc as () => void;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const weigh = async (): Promise<number> => {
  for (let round = 0; round < 5; round += 1) {
    await turn();
    collectGarbage();
  }
  return process.memoryUsage().heapUsed;
};

const makeOne = async (application: INestApplicationContext): Promise<readonly object[]> => {
  const contextId = ContextIdFactory.create();
  const requestScoped = await application.resolve(RequestScoped, contextId);
  const created = await application.get(ModuleRef).create(Created);
  if ((await requestScoped.find()) !== 'localhost secret') throw new Error('A value is missing.');
  await created.find();
  return [requestScoped, created];
};

const instances = Number(process.argv[2]);
const application = await startApplication({
  providers: [RequestScoped],
  ssm: new InMemoryParameterStore({ '/host': 'localhost' }),
  secretsManager: new InMemorySecretsManager({ db: 'secret' }),
});

let references: WeakRef<object>[] = [];
const makeAll = async (count: number): Promise<void> => {
  for (let made = 0; made < count; made += 2) {
    const both = await makeOne(application);
    if (made > count - 1_000) references.push(...both.map((instance) => new WeakRef(instance)));
  }
};

// More than are weighed: the tables in which Nest keeps what belongs to a request take room for the garbage, and do not shrink.
await makeAll(2 * instances);
references = [];
const before = await weigh();
await makeAll(instances);
const growth = (await weigh()) - before;
const held = references.filter((reference) => reference.deref() !== undefined).length;
await application.close();
process.stdout.write(JSON.stringify({ growth, held, looked: references.length }));
