import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort } from '../../../sample-app/environment/postgres/find-free-port.js';
import { findProgram } from '../../recipes/support/start-server.js';

const HOST = '127.0.0.1';
/** In milliseconds. */
const START_LIMIT = 30_000;

/** Debian's server; `undefined` where it is not installed. */
export const prometheusProgram = await findProgram('/usr/bin/prometheus', '/usr/local/bin/prometheus');

/** The title of a suite that needs Prometheus, which says why it is skipped. */
export const byPrometheus = (title: string): string =>
  prometheusProgram === undefined ? `${title} (skipped: install it by "apt-get install prometheus")` : title;

type Labels = Readonly<Record<string, string>>;

/** One series as Prometheus has stored it, with its last value. */
export interface StoredSeries {
  readonly labels: Labels;
  readonly value: number;
}

/** A Prometheus that scrapes one target each second. */
export class Prometheus {
  readonly #kill = (): void => void this.server.kill('SIGKILL');

  private constructor(
    private readonly url: string,
    private readonly folder: string,
    private readonly server: ChildProcess,
  ) {
    process.once('exit', this.#kill);
  }

  /** @param target host and port of what has `/metrics` */
  static async scraping(target: string): Promise<Prometheus> {
    const folder = await mkdtemp(join(tmpdir(), 'nestjs-ssm-cache-prometheus-'));
    const config = {
      global: { scrape_interval: '1s', scrape_timeout: '1s' },
      scrape_configs: [{ job_name: 'sample', static_configs: [{ targets: [target] }] }],
    };
    const file = join(folder, 'prometheus.yml');
    // JSON is YAML.
    await writeFile(file, JSON.stringify(config));
    const address = `${HOST}:${await findFreePort(HOST)}`;
    const args = [
      `--config.file=${file}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=${address}`,
    ];
    const server = spawn(prometheusProgram as string, args, { stdio: 'ignore' });
    const prometheus = new Prometheus(`http://${address}`, folder, server);
    await prometheus.scraped();
    return prometheus;
  }

  /** Waits for a scrape that begins after this. @throws what Prometheus says of it, if it cannot read it */
  async scraped(): Promise<void> {
    const begun = Date.now();
    const end = begun + START_LIMIT;
    while (Date.now() < end) {
      const { activeTargets = [] } = await this.#get('targets').catch(() => ({}));
      const [{ lastScrape = '', lastError = '', health = '' } = {}] = activeTargets;
      if (Date.parse(lastScrape) > begun) {
        if (health !== 'up') throw new Error(`Prometheus cannot read it: ${lastError}`);
        return;
      }
      await sleep(50);
    }
    throw new Error('Prometheus has not scraped it in time.');
  }

  /** The type of each metric by its name. */
  async types(): Promise<Labels> {
    const metadata: readonly { metric: string; type: string }[] = await this.#get('targets/metadata');
    return Object.fromEntries(metadata.map(({ metric, type }) => [metric, type]));
  }

  /** @throws for an expression that Prometheus does not understand */
  async query(expression: string): Promise<readonly StoredSeries[]> {
    const { result } = await this.#get(`query?query=${encodeURIComponent(expression)}`);
    return result.map(({ metric, value: [, value] }: { metric: Labels; value: [number, string] }) => ({
      labels: metric,
      value: Number(value),
    }));
  }

  async stop(): Promise<void> {
    process.off('exit', this.#kill);
    if (this.server.exitCode === null) {
      const ended = once(this.server, 'exit');
      this.#kill();
      await ended;
    }
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  // oxlint-disable-next-line no-explicit-any
  async #get(path: string): Promise<any> {
    const response = await fetch(`${this.url}/api/v1/${path}`);
    const { status, data, error } = (await response.json()) as {
      status: string;
      data: unknown;
      error: string;
    };
    if (status !== 'success') throw new Error(`Prometheus answers: ${error}`);
    return data;
  }
}
