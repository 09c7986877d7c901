import { describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import type { Source } from 'nestjs-ssm-cache';
import { collectSsmCache, observeSsmCache } from 'nestjs-ssm-cache/metrics';
import promClient from 'prom-client';
import { parameterChange } from '../support/aws-events.js';
import { FakeQueue } from '../support/fake-queue.js';
import { HeldParameterStore, HeldSecretsManager } from '../support/held-clients.js';
import { awsError, makeCache, rejection } from '../support/make-cache.js';

/** It is in each name, ARN, version, region and value. */
const CANARY = 'c4n4ry';
const QUEUE = `https://sqs.eu-west-1.amazonaws.com/123456789012/${CANARY}`;
const ARN = `arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/${CANARY}`;

const HISTOGRAMS = ['ssm_cache.refresh.duration', 'ssm_cache.event.age'];

/** A cache in which everything has happened that is measured. */
const eventful = async (attach: (cache: ReturnType<typeof makeCache>['cache']) => unknown = () => {}) => {
  const payments = { ssmClient: new HeldParameterStore(), secretsManagerClient: new HeldSecretsManager() };
  const queue = new FakeQueue();
  const made = makeCache({
    maxAge: 10,
    jitter: 0,
    minRefreshInterval: 0,
    clients: { payments },
    events: { queueUrl: QUEUE, sqsClient: queue, spread: 0, settle: 0 },
  });
  attach(made.cache);
  const { cache, parameters, secrets, runtime, ssm } = made;
  parameters.put(`/${CANARY}/a`, CANARY);
  parameters.put(`/${CANARY}/port`, '1');
  secrets.put(`prod/${CANARY}`, CANARY);
  payments.ssmClient.store.put(`/${CANARY}`, CANARY);
  const a = cache.parameter(`/${CANARY}/a`);
  const port = cache.parameter(`/${CANARY}/port`, { transform: 'number' });
  const secret = cache.secret(`prod/${CANARY}`);
  const theirs = cache.parameter(`/${CANARY}`, { client: 'payments' });
  const group = cache.createGroup();
  group.parameter(`/${CANARY}/a`);
  group.secret(`prod/${CANARY}`);
  cache.parameters(`/${CANARY}`);
  await cache.ready();
  queue.failures.receive.push(awsError('QueueDoesNotExist', CANARY));
  const time = new Date(runtime.clock.now().wall - 3_000).toISOString();
  queue.send(parameterChange(`/${CANARY}/a`, 'Update', { time }), parameterChange(`/${CANARY}-nobody`), '{');
  await runtime.drain();
  parameters.put(`/${CANARY}/a`, `${CANARY} 2`);
  await a.refresh();
  parameters.put(`/${CANARY}/port`, CANARY);
  await rejection(port.refresh());
  await rejection(cache.parameter(`/${CANARY}/missing`).get());
  await rejection(cache.secret(ARN).get());
  let failures = 1;
  await secret.refreshOnError(async () => {
    if (failures > 0) {
      failures -= 1;
      throw new Error(CANARY);
    }
  })();
  await runtime.advance(11);
  payments.ssmClient.instead = () => Promise.reject(awsError('ThrottlingException', CANARY));
  await theirs.get();
  ssm.instead = () => Promise.reject(awsError('InternalServerError', CANARY, 500));
  await rejection(a.refresh());
  await runtime.advance(5);
  return { ...made, payments, a };
};

describe('The metrics for prom-client', () => {
  const registered = async () => {
    const register = new promClient.Registry();
    let stop = () => {};
    const made = await eventful((cache) => {
      stop = collectSsmCache(cache, register, promClient);
    });
    return { ...made, register, stop };
  };

  /** The samples of one metric, as `labels value`. */
  const samples = (text: string, name: string): readonly string[] =>
    text
      .split('\n')
      .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
      .map((line) => line.slice(name.length).trim());

  it('say what happened, by source, client, operation and error', async () => {
    const { register } = await registered();
    const text = await register.metrics();

    expect(samples(text, 'ssm_cache_aws_calls_total')).toEqual(
      expect.arrayContaining([
        '{ssm_cache_source="ssm",ssm_cache_client="payments",ssm_cache_operation="GetParameters"} 1',
        '{ssm_cache_source="ssm",ssm_cache_client="payments",ssm_cache_operation="GetParameters",error_type="ThrottlingException"} 1',
        '{ssm_cache_source="ssm",ssm_cache_client="default",ssm_cache_operation="GetParameters",error_type="InternalServerError"} 1',
        '{ssm_cache_source="sqs",ssm_cache_client="default",ssm_cache_operation="ReceiveMessage",error_type="QueueDoesNotExist"} 1',
        '{ssm_cache_source="sqs",ssm_cache_client="default",ssm_cache_operation="DeleteMessageBatch"} 1',
      ]),
    );
    expect(samples(text, 'ssm_cache_aws_throttles_total')).toEqual(['1']);
    expect(samples(text, 'ssm_cache_changes_total')).toEqual(['2']);
    expect(samples(text, 'ssm_cache_stale_reads_total')).toEqual(['1']);
    expect(samples(text, 'ssm_cache_recoveries_total')).toEqual([
      '{ssm_cache_outcome="succeeded"} 1',
      '{ssm_cache_outcome="failed"} 0',
    ]);
    expect(samples(text, 'ssm_cache_events_total')).toEqual([
      '{ssm_cache_outcome="acted on"} 1',
      '{ssm_cache_outcome="malformed"} 1',
      '{ssm_cache_outcome="unknown event"} 0',
      '{ssm_cache_outcome="not held"} 1',
      '{ssm_cache_outcome="other account"} 0',
      '{ssm_cache_outcome="failed call"} 0',
      '{ssm_cache_outcome="duplicate"} 0',
    ]);
    expect(samples(text, 'ssm_cache_event_age_seconds_bucket')).toEqual(
      expect.arrayContaining(['{le="2"} 0', '{le="5"} 1']),
    );
    expect(samples(text, 'ssm_cache_entries')).toContain('{ssm_cache_state="fresh"} 0');
    expect(samples(text, 'ssm_cache_health')).toEqual([
      '{ssm_cache_status="up"} 0',
      '{ssm_cache_status="degraded"} 1',
      '{ssm_cache_status="down"} 0',
    ]);
    expect(samples(text, 'ssm_cache_oldest_age_seconds')).toEqual(['16']);
    expect(samples(text, 'ssm_cache_client_unanswered_seconds')).toEqual(
      expect.arrayContaining([
        '{ssm_cache_source="ssm",ssm_cache_client="payments"} 5',
        '{ssm_cache_source="secretsmanager",ssm_cache_client="default"} 0',
      ]),
    );
    expect(samples(text, 'ssm_cache_refresh_duration_seconds_count')).toEqual(
      expect.arrayContaining([
        '{ssm_cache_source="several"} 2',
        '{ssm_cache_source="ssm",error_type="SSM_CACHE_TRANSFORM"} 1',
      ]),
    );
  });

  it('rise, and are the same however often they are read', async () => {
    const { register, cache, parameters, ssm, a } = await registered();
    const [first, second] = [await register.metrics(), await register.metrics()];
    expect(second).toBe(first);

    ssm.instead = undefined;
    parameters.put(`/${CANARY}/a`, `${CANARY} 3`);
    await a.refresh();
    expect(samples(await register.metrics(), 'ssm_cache_changes_total')).toEqual(['3']);
    expect(cache.stats().changes).toBe(3);
  });

  it('have no name, ARN, version or value in any label', async () => {
    const { register } = await registered();
    const text = await register.metrics();

    expect(text).not.toContain(CANARY);
    expect(text).not.toMatch(/arn:|eu-west-1|123456789012|prod\//);
    expect(text.match(/^ssm_cache_/gm)?.length).toBeGreaterThan(40);
  });

  it('go when they are taken out, and can be registered again', async () => {
    const { register, stop, cache } = await registered();
    stop();
    expect((await register.metrics()).trim()).toBe('');
    collectSsmCache(cache, register, promClient);
    expect(samples(await register.metrics(), 'ssm_cache_changes_total')).toEqual(['2']);
  });
});

describe('The metrics for OpenTelemetry', () => {
  const collected = async () => {
    const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
    const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
    const provider = new MeterProvider({ readers: [reader] });
    let stop = () => {};
    const made = await eventful((cache) => {
      stop = observeSsmCache(cache, provider.getMeter('shop'));
    });
    const collect = async () => {
      exporter.reset();
      await provider.forceFlush();
      return exporter
        .getMetrics()
        .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics));
    };
    return { ...made, collect, stop: () => stop(), shutdown: () => provider.shutdown() };
  };

  it('are those of prom-client, by other names', async () => {
    const { cache, collect, shutdown } = await collected();
    const register = new promClient.Registry();
    collectSsmCache(cache, register, promClient);
    const metrics = await collect();
    const prometheus = await register.getMetricsAsJSON();
    await shutdown();

    expect(metrics.map(({ descriptor }) => descriptor.name).toSorted()).toEqual([
      'ssm_cache.aws.calls',
      'ssm_cache.aws.throttles',
      'ssm_cache.changes',
      'ssm_cache.client.unanswered',
      'ssm_cache.entries',
      'ssm_cache.event.age',
      'ssm_cache.events',
      'ssm_cache.health',
      'ssm_cache.oldest_age',
      'ssm_cache.recoveries',
      'ssm_cache.refresh.duration',
      'ssm_cache.stale_reads',
    ]);
    for (const { descriptor, dataPoints } of metrics) {
      if (HISTOGRAMS.includes(descriptor.name)) continue;
      const name = descriptor.name.replaceAll('.', '_');
      const same = prometheus.find((one) => one.name.startsWith(name));
      const points = dataPoints.map(({ attributes, value }) => ({
        labels: Object.fromEntries(
          Object.entries(attributes).map(([key, label]) => [key.replaceAll('.', '_'), label]),
        ),
        value,
      }));
      expect(same?.values.map(({ labels, value }) => ({ labels, value }))).toEqual(points);
    }
  });

  it('measure how long refreshes take, in seconds', async () => {
    const { collect, shutdown } = await collected();
    const duration = (await collect()).find(
      ({ descriptor }) => descriptor.name === 'ssm_cache.refresh.duration',
    );
    await shutdown();

    expect(duration?.descriptor.unit).toBe('s');
    const counts = duration?.dataPoints.map(({ attributes, value }) => [
      attributes,
      (value as { count: number }).count,
    ]);
    expect(counts).toEqual(
      expect.arrayContaining([
        [{ 'ssm_cache.source': 'several' }, 2],
        [{ 'ssm_cache.source': 'ssm', 'error.type': 'SSM_CACHE_TRANSFORM' }, 1],
      ]),
    );
  });

  it('have no name, ARN, version or value in any attribute', async () => {
    const { collect, shutdown } = await collected();
    const text = JSON.stringify(await collect());
    await shutdown();

    expect(text).not.toContain(CANARY);
    expect(text).not.toMatch(/arn:|eu-west-1|123456789012|prod\//);
    expect(text).toContain('payments');
  });

  it('end when they are told to', async () => {
    const { collect, stop, shutdown } = await collected();
    stop();
    const names = (await collect()).filter(({ dataPoints }) => dataPoints.length > 0);
    await shutdown();

    expect(names.map(({ descriptor }) => descriptor.name)).toEqual(HISTOGRAMS);
  });
});

describe('The labels', () => {
  it('have the names of clients and of sources of extensions, the only ones that an application gives', async () => {
    const register = new promClient.Registry();
    const made = await eventful((cache) => collectSsmCache(cache, register, promClient));
    const fetch: Source['fetch'] = (requests) =>
      requests.map(
        async () => ({ found: true, raw: { type: 'String', value: CANARY, version: 1 } }) as const,
      );
    const { cache } = makeCache({
      extensions: [{ name: 'an extension', sources: [{ name: 'flags', fetch }] }],
    });
    const ofExtension = new promClient.Registry();
    collectSsmCache(cache, ofExtension, promClient);
    const flag = { source: 'flags', client: 'default', key: CANARY, name: CANARY, fullName: CANARY };
    expect(await cache.handle(flag).get()).toBe(CANARY);
    const labelled = async (from: promClient.Registry, label: string) =>
      new Set(
        Array.from((await from.metrics()).matchAll(new RegExp(`${label}="([^"]*)"`, 'g')), ([, one]) => one),
      );

    expect(await labelled(register, 'ssm_cache_client')).toEqual(new Set(['default', 'payments']));
    expect(await labelled(register, 'ssm_cache_source')).toEqual(
      new Set(['ssm', 'secretsmanager', 'sqs', 'several']),
    );
    expect(await labelled(ofExtension, 'ssm_cache_source')).toContain('flags');
    expect(await ofExtension.metrics()).not.toMatch(/c4n4ry|an extension/);
    made.cache.close();
    cache.close();
  });
});

describe('The alerts of docs/deploy/operations.md', () => {
  it('ask for metrics, labels and values of labels that there are', async () => {
    const register = new promClient.Registry();
    await eventful((cache) => collectSsmCache(cache, register, promClient));
    const lines = (await register.metrics()).split('\n');
    const page = await readFile(new URL('../../docs/deploy/operations.md', import.meta.url), 'utf8');
    const alerts = Array.from(
      page.matchAll(/^\| .+? \| `(.*ssm_cache_.*[<>=] \d+)`/gm),
      ([, one = '']) => one,
    );

    expect(alerts).toHaveLength(7);
    for (const alert of alerts) {
      const [, metric = '', labels = ''] = /(ssm_cache_\w+)(?:\{(.*?)\})?/.exec(alert) ?? [];
      const asked = labels
        .split(',')
        .filter((label) => label !== '')
        .map((label) => label.replace('!=""', '="'));
      const found = lines.filter(
        (line) => new RegExp(`^${metric}[{ ]`).test(line) && asked.every((label) => line.includes(label)),
      );
      expect([alert, found.length]).not.toEqual([alert, 0]);
    }
  });
});

describe('The dashboard', () => {
  it('asks for metrics and labels that there are', async () => {
    const register = new promClient.Registry();
    await eventful((cache) => collectSsmCache(cache, register, promClient));
    const text = await register.metrics();
    const path = new URL('../../docs/grafana/dashboard.json', import.meta.url);
    const { panels } = JSON.parse(await readFile(path, 'utf8')) as {
      panels: readonly { targets?: readonly { expr: string }[] }[];
    };
    const queries = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));

    expect(queries.length).toBeGreaterThan(10);
    for (const query of queries) {
      const [metric = ''] = /ssm_cache_\w+(?=[{[])/.exec(query) ?? [];
      const lines = text
        .split('\n')
        .filter((line) => line.startsWith(`${metric}{`) || line.startsWith(`${metric} `));
      expect([query, lines.length]).not.toEqual([query, 0]);
      const labels =
        query.match(/\b(?:ssm_cache_(?:source|client|operation|outcome|state|status)|error_type)\b/g) ?? [];
      for (const label of labels) expect(lines.join('\n')).toContain(`${label}="`);
    }
  });
});
