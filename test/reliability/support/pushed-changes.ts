import { Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { SsmCache, SsmCacheModule, SsmParam, SsmSecret } from 'nestjs-ssm-cache';
import { startLocalAws, type LocalAws } from 'nestjs-ssm-cache/testing';

/** What is put, and how it gets there. Times are in milliseconds. */
export interface PushedChanges {
  readonly parameters: number;
  readonly secrets: number;
  readonly changes: number;
  /** From one change to the next. */
  readonly interval: number;
  /** The longest delay of an event. */
  readonly delay: number;
  /** The longest time for which reads go on seeing the old value. */
  readonly lag: number;
  /** How long it is waited for the last change. */
  readonly patience: number;
  readonly random: () => number;
}

/** What was found out. */
export interface PushedFigures {
  /** From a put to a property that reads the new value, in milliseconds, sorted. */
  readonly latencies: readonly number[];
  /** Properties that still read an old value when all is over. */
  readonly old: readonly string[];
  /** Changes that a listener has not heard once, and how often it has. */
  readonly misheard: readonly string[];
}

interface Watched {
  readonly name: string;
  readonly property: string;
  readonly put: (value: string) => void;
}

interface Put {
  readonly value: string;
  readonly at: number;
  seenAt?: number;
}

const LISTENERS = [1, 2];

/** An application that nobody reads from, with a queue, while values change at AWS. */
export const pushChanges = async (given: PushedChanges): Promise<PushedFigures> => {
  const { parameters, secrets, random } = given;
  const aws = await startLocalAws({
    region: 'eu-west-1',
    parameters: Object.fromEntries(numbers(parameters).map((index) => [`/shop/p${index}`, 'first'])),
    secrets: Object.fromEntries(numbers(secrets).map((index) => [`shop/s${index}`, 'first'])),
    events: { duplicates: 0.1, disorder: 0.1, delay: () => random() * given.delay },
    random,
  });
  aws.lag = () => random() * given.lag;
  const watched = watchedOf(aws, parameters, secrets);
  const service = serviceOf(watched);
  @Module({
    imports: [
      SsmCacheModule.forRoot({
        ssm: aws.clientConfig(),
        secretsManager: aws.clientConfig(),
        maxAge: 3_600,
        events: { queueUrl: aws.events.queueUrl, sqs: aws.clientConfig(), spread: 0 },
      }),
    ],
    providers: [service],
  })
  class AppModule {}
  const app = await NestFactory.createApplicationContext(AppModule, { logger: ['error'] });
  const values = app.get<Record<string, string>>(service);
  const puts = new Map<string, Put[]>(watched.map(({ name }) => [name, []]));
  const heard = new Map<string, string[]>(
    watched.flatMap(({ name }) => LISTENERS.map((listener) => [`${name} ${listener}`, []])),
  );
  const release = listen(app.get(SsmCache), watched, (name, property, listener) => {
    const value = String(values[property]);
    heard.get(`${name} ${listener}`)?.push(value);
    const put = puts.get(name)?.find((one) => one.value === value);
    if (put !== undefined) put.seenAt ??= Date.now();
  });
  for (let count = 0; count < given.changes; count += 1) {
    const { name, put } = watched[count % watched.length] as Watched;
    const value = `v${count}`;
    puts.get(name)?.push({ value, at: Date.now() });
    put(value);
    await pause(given.interval);
  }
  const all = [...puts.values()].flat();
  const end = Date.now() + given.patience;
  while (Date.now() < end && all.some(({ seenAt }) => seenAt === undefined)) await pause(50);
  await pause(500);
  const old = watched.filter(({ name, property }) => {
    const last = puts.get(name)?.at(-1)?.value;
    return last !== undefined && values[property] !== last;
  });
  const misheard = [...heard].flatMap(([listener, told]) => {
    const name = listener.split(' ')[0] as string;
    return (puts.get(name) ?? [])
      .map(({ value }) => told.filter((one) => one === value).length)
      .flatMap((times) => (times === 1 ? [] : [`${listener}: ${times}`]));
  });
  release();
  await app.close();
  await aws.close();
  return {
    latencies: all.map(({ at, seenAt = Infinity }) => seenAt - at).toSorted((one, other) => one - other),
    old: old.map(({ name }) => name),
    misheard,
  };
};

/** The value that so many of a hundred are not above. */
export const percentile = (sorted: readonly number[], percent: number): number =>
  sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? NaN;

const numbers = (count: number): number[] => Array.from({ length: count }, (_item, index) => index);

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

const watchedOf = (aws: LocalAws, parameters: number, secrets: number): readonly Watched[] => [
  ...numbers(parameters).map((index) => ({
    name: `/shop/p${index}`,
    property: `p${index}`,
    put: (value: string) => void aws.parameterStore.put(`/shop/p${index}`, value),
  })),
  ...numbers(secrets).map((index) => ({
    name: `shop/s${index}`,
    property: `s${index}`,
    put: (value: string) => void aws.secretsManager.rotate(`shop/s${index}`, value),
  })),
];

/** A class with a property for each name. */
const serviceOf = (watched: readonly Watched[]): new () => object => {
  @Injectable()
  class Values {}
  for (const { name, property } of watched) {
    const decorate = name.startsWith('/')
      ? SsmParam(name, { type: String })
      : SsmSecret(name, { type: String });
    (decorate as PropertyDecorator)(Values.prototype, property);
  }
  return Values;
};

/** The listeners of each name. */
const listen = (
  cache: SsmCache,
  watched: readonly Watched[],
  onChange: (name: string, property: string, listener: number) => void,
): (() => void) => {
  const releases = watched.flatMap(({ name, property }) => {
    const handle = name.startsWith('/') ? cache.parameter(name) : cache.secret(name);
    return LISTENERS.map((listener) => handle.onChange(() => onChange(name, property, listener)));
  });
  return () => {
    for (const release of releases) release();
  };
};
