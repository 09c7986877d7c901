import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { byPrometheus, Prometheus, prometheusProgram } from './support/prometheus.js';
import { currentPassword, get, post, startTestSample, type TestSample } from './support/sample.js';

const CANARY = 'c4n4ry';
/** What Prometheus adds to each series by itself. */
const OF_PROMETHEUS = new Set(['__name__', 'instance', 'job']);

let sample: TestSample;

beforeAll(async () => {
  sample = await startTestSample();
}, 60_000);
afterAll(() => sample?.close());

/** A refused value, a used one, and a rotation under load. @returns what must not be seen of it */
const liveThrough = async (): Promise<readonly string[]> => {
  const passwords = [await currentPassword(sample)];
  const push = (value: string) => post(`${sample.url}/settings/push`, { name: 'support-email', value });
  expect((await push(CANARY)).body).toMatchObject({ isUsed: false });
  expect((await push(`${CANARY}@shop.example`)).body).toMatchObject({ isUsed: true });
  const loading = Array.from({ length: 20 }, () => get(`${sample.url}/orders`));
  expect((await post(`${sample.url}/rotate`)).status).toBe(200);
  await Promise.all(loading);
  expect((await get(`${sample.url}/orders`)).status).toBe(200);
  passwords.push(await currentPassword(sample));
  const { region } = sample.environment.aws;
  return [...passwords, CANARY, 'orders_service', 'support-email', 'prod/', 'arn:', String(region)];
};

const describeScraped = prometheusProgram === undefined ? describe.skip : describe;

describeScraped(byPrometheus('/metrics of the sample, scraped by Prometheus'), () => {
  let prometheus: Prometheus;

  beforeAll(async () => {
    prometheus = await Prometheus.scraping(new URL(sample.url).host);
  }, 60_000);
  afterAll(() => prometheus?.stop());

  it('have a type and a help text each', async () => {
    expect(await prometheus.types()).toEqual({
      ssm_cache_aws_calls_total: 'counter',
      ssm_cache_aws_throttles_total: 'counter',
      ssm_cache_changes_total: 'counter',
      ssm_cache_client_unanswered_seconds: 'gauge',
      ssm_cache_entries: 'gauge',
      ssm_cache_event_age_seconds: 'histogram',
      ssm_cache_events_total: 'counter',
      ssm_cache_fleet_gaps_total: 'counter',
      ssm_cache_fleet_messages_total: 'counter',
      ssm_cache_fleet_up: 'gauge',
      ssm_cache_fleet_values_total: 'counter',
      ssm_cache_health: 'gauge',
      ssm_cache_oldest_age_seconds: 'gauge',
      ssm_cache_recoveries_total: 'counter',
      ssm_cache_refresh_duration_seconds: 'histogram',
      ssm_cache_stale_reads_total: 'counter',
    });
  });

  it('say what the cache holds, how it is, and what it asked AWS for', async () => {
    expect(await prometheus.query('sum(ssm_cache_entries)')).toMatchObject([{ value: 6 }]);
    expect(await prometheus.query('ssm_cache_health == 1')).toMatchObject([
      { labels: { ssm_cache_status: 'up' } },
    ]);
    const calls = await prometheus.query('ssm_cache_aws_calls_total{ssm_cache_source!="sqs"}');
    expect(calls.map(({ labels, value }) => `${labels.ssm_cache_operation} ${value}`).toSorted()).toEqual([
      'GetParameters 1',
      'GetParametersByPath 1',
      // Before its first rotation, the signing key has neither AWSPREVIOUS nor AWSPENDING.
      'GetSecretValue 2',
      'GetSecretValue 3',
    ]);
  });

  it('have no name, ARN or value in any label, whatever has happened', async () => {
    const secrets = await liveThrough();
    await prometheus.scraped();

    const stored = await prometheus.query('{job="sample",__name__=~"ssm_cache_.*"}');
    const changes = stored.find(({ labels }) => labels.__name__ === 'ssm_cache_changes_total');
    expect(changes?.value).toBeGreaterThan(0);
    expect(stored.some(({ labels }) => labels.ssm_cache_outcome === 'acted on')).toBe(true);
    for (const { labels } of stored) {
      for (const [label, value] of Object.entries(labels)) {
        if (OF_PROMETHEUS.has(label)) continue;
        expect([label, value]).toEqual([
          expect.stringMatching(/^(?:ssm_cache_\w+|error_type|le)$/),
          expect.stringMatching(label === 'le' ? /^(?:[\d.]+|\+Inf)$/ : /^[A-Za-z][\w ]*$/),
        ]);
      }
    }
    for (const secret of secrets) expect(JSON.stringify(stored)).not.toContain(secret);
  }, 60_000);

  it('fit each panel of the dashboard and each alert', async () => {
    const dashboard = await readFile(new URL('../../docs/grafana/dashboard.json', import.meta.url), 'utf8');
    const page = await readFile(new URL('../../docs/deploy/operations.md', import.meta.url), 'utf8');
    const { panels } = JSON.parse(dashboard) as {
      panels: readonly { targets?: readonly { expr: string }[] }[];
    };
    const shown = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
    const alerts = Array.from(
      page.matchAll(/^\| .+? \| `(.*ssm_cache_.*[<>=] \d+)`/gm),
      ([, one = '']) => one,
    );

    const seriesOf = (expression: string) =>
      prometheus.query(expression.replaceAll('$job', '.*').replaceAll('$__rate_interval', '1m'));
    expect([shown.length > 15, alerts.length]).toEqual([true, 7]);
    for (const expression of shown) {
      const { length } = await seriesOf(expression);
      const mayBeEmpty = expression.includes('error_type!=""');
      expect([expression, mayBeEmpty || length > 0]).toEqual([expression, true]);
    }
    for (const alert of alerts) expect([alert, await seriesOf(alert)]).toEqual([alert, []]);
  });
});

describe('/metrics of the sample', () => {
  it('have the content type that Prometheus asks for', async () => {
    const { status, headers } = await fetch(`${sample.url}/metrics`);

    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^text\/plain;.*version=0\.0\.4/);
  });

  it('have no name, ARN or value in their text, whatever has happened', async () => {
    const secrets = await liveThrough();
    const { text } = await get(`${sample.url}/metrics`);

    expect(text.match(/^ssm_cache_/gm)?.length).toBeGreaterThan(40);
    for (const secret of secrets) expect(text).not.toContain(secret);
  }, 60_000);
});
