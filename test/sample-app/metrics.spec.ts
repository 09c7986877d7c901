import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parsePrometheusText, type MetricSample } from './support/prometheus-text.js';
import { currentPassword, get, post, startTestSample, type TestSample } from './support/sample.js';

describe('/metrics of the sample', () => {
  let sample: TestSample;

  beforeAll(async () => {
    sample = await startTestSample();
  }, 60_000);
  afterAll(() => sample?.close());

  const scrape = async () => parsePrometheusText((await get(`${sample.url}/metrics`)).text);
  const samplesOf = async (name: string): Promise<readonly MetricSample[]> =>
    (await scrape()).get(name)?.samples ?? [];

  it('are in the text format of Prometheus', async () => {
    const response = await fetch(`${sample.url}/metrics`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain;.*version=0\.0\.4/);
    const families = [...parsePrometheusText(await response.text()).values()];
    expect(families.map(({ name, type }) => `${name} ${type}`).toSorted()).toEqual([
      'ssm_cache_aws_calls_total counter',
      'ssm_cache_aws_throttles_total counter',
      'ssm_cache_changes_total counter',
      'ssm_cache_client_unanswered_seconds gauge',
      'ssm_cache_entries gauge',
      'ssm_cache_health gauge',
      'ssm_cache_oldest_age_seconds gauge',
      'ssm_cache_recoveries_total counter',
      'ssm_cache_refresh_duration_seconds histogram',
      'ssm_cache_stale_reads_total counter',
    ]);
  });

  it('say what the cache holds, how it is, and what it asked AWS for', async () => {
    const entries = await samplesOf('ssm_cache_entries');
    expect(entries.reduce((sum, { value }) => sum + value, 0)).toBe(5);
    const health = await samplesOf('ssm_cache_health');
    expect(health.find(({ labels }) => labels.ssm_cache_status === 'up')?.value).toBe(1);
    const calls = await samplesOf('ssm_cache_aws_calls_total');
    expect(calls.map(({ labels, value }) => `${labels.ssm_cache_operation} ${value}`).toSorted()).toEqual([
      'GetParameters 1',
      'GetParametersByPath 1',
      'GetSecretValue 1',
    ]);
  });

  it('have no name, ARN or value in any label, whatever has happened', async () => {
    const passwords = [await currentPassword(sample)];
    const push = (value: string) => post(`${sample.url}/settings/push`, { name: 'support-email', value });
    expect((await push('c4n4ry')).body).toMatchObject({ isUsed: false });
    expect((await push('c4n4ry@shop.example')).body).toMatchObject({ isUsed: true });
    const loading = Array.from({ length: 20 }, () => get(`${sample.url}/orders`));
    expect((await post(`${sample.url}/rotate`)).status).toBe(200);
    await Promise.all(loading);
    expect((await get(`${sample.url}/orders`)).status).toBe(200);
    passwords.push(await currentPassword(sample));

    const { text } = await get(`${sample.url}/metrics`);
    const samples = [...parsePrometheusText(text).values()].flatMap((family) => family.samples);
    const changes = samples.find(({ name }) => name === 'ssm_cache_changes_total');
    expect(changes?.value).toBeGreaterThan(0);
    for (const { labels } of samples) {
      for (const [label, value] of Object.entries(labels)) {
        expect([label, value]).toEqual([
          expect.stringMatching(/^(?:ssm_cache_\w+|error_type|le)$/),
          expect.stringMatching(label === 'le' ? /^(?:[\d.]+|\+Inf)$/ : /^[A-Za-z][\w ]*$/),
        ]);
      }
    }
    const { region } = sample.environment.aws;
    const secret = [
      ...passwords,
      'c4n4ry',
      'orders_service',
      'support-email',
      'prod/',
      'arn:',
      String(region),
    ];
    for (const one of secret) expect(text).not.toContain(one);
  }, 60_000);
});

describe('what reads the metrics in these tests', () => {
  const HEAD = '# HELP a what it is\n# TYPE a counter\n';

  it('reads labels with escaped characters', () => {
    const text = `${HEAD}a{b="x\\"\\\\\\n",c="y"} 1.5e3\n`;
    expect(parsePrometheusText(text).get('a')?.samples).toEqual([
      { name: 'a', labels: { b: 'x"\\\n', c: 'y' }, value: 1_500 },
    ]);
  });

  it.each([
    ['no line feed at the end', `${HEAD}a 1`, 'does not end with a line feed'],
    ['no type', 'a 1\n', 'of another metric'],
    ['a sample of another metric', `${HEAD}b 1\n`, 'of another metric'],
    ['a value that is no number', `${HEAD}a one\n`, 'no sample'],
    ['a label without quotes', `${HEAD}a{b=c} 1\n`, 'wrong labels'],
    ['a line feed in a label', `${HEAD}a{b="c\nd"} 1\n`, 'no sample'],
    ['the same sample twice', `${HEAD}a{b="1",c="2"} 1\na{c="2",b="1"} 1\n`, 'there twice'],
    ['a metric twice', `${HEAD}a 1\n${HEAD}a{b="c"} 1\n`, 'out of place'],
    [
      'buckets that do not add up',
      '# HELP a what it is\n# TYPE a histogram\na_bucket{le="+Inf"} 1\na_sum 1\na_count 2\n',
      'buckets of a are wrong',
    ],
  ])('refuses %s', (_, text, message) => {
    expect(() => parsePrometheusText(text)).toThrow(message);
  });
});
