export interface MetricSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface MetricFamily {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  readonly samples: MetricSample[];
}

const HELP = /^# HELP ([a-zA-Z_:][\w:]*) (.+)$/;
const TYPE = /^# TYPE ([a-zA-Z_:][\w:]*) (counter|gauge|histogram|summary|untyped)$/;
const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)(?: -?\d+)?$/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\["\\n])*)"(?:,|$)/y;
const NUMBER = /^(?:NaN|[+-]?Inf|[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)$/;
const SUFFIXES: Readonly<Record<string, readonly string[]>> = {
  histogram: ['_bucket', '_sum', '_count'],
  summary: ['', '_sum', '_count'],
};

/**
 * Reads metrics line by line, and throws for all that Prometheus would refuse. Each metric has to have a help text and a type.
 *
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export function parsePrometheusText(text: string): ReadonlyMap<string, MetricFamily> {
  if (!text.endsWith('\n')) throw new Error('The last line does not end with a line feed.');
  const families = new Map<string, MetricFamily>();
  const seen = new Set<string>();
  let help: { readonly name: string; readonly text: string } | undefined;
  let family: MetricFamily | undefined;
  for (const line of text.slice(0, -1).split('\n')) {
    const [, helped, helpText] = HELP.exec(line) ?? [];
    const [, typed, type] = TYPE.exec(line) ?? [];
    if (line === '') continue;
    if (helped !== undefined && helpText !== undefined) {
      help = { name: helped, text: helpText };
      family = undefined;
    } else if (typed !== undefined && type !== undefined) {
      if (help?.name !== typed || families.has(typed)) throw new Error(`It is out of place: ${line}`);
      family = { name: typed, help: help.text, type, samples: [] };
      families.set(typed, family);
    } else {
      const sample = parseSample(line);
      if (family === undefined || !isOf(family, sample.name))
        throw new Error(`It is of another metric: ${line}`);
      const key = sample.name + keyOf(sample.labels);
      if (seen.has(key)) throw new Error(`It is there twice: ${line}`);
      seen.add(key);
      family.samples.push(sample);
    }
  }
  for (const { type, name, samples } of families.values())
    if (type === 'histogram') checkBuckets(name, samples);
  return families;
}

function parseSample(line: string): MetricSample {
  const [, name, labels = '', value = ''] = SAMPLE.exec(line) ?? [];
  if (name === undefined || !NUMBER.test(value)) throw new Error(`It is no sample: ${line}`);
  return { name, labels: parseLabels(labels, line), value: Number(value.replace('Inf', 'Infinity')) };
}

function parseLabels(text: string, line: string): Record<string, string> {
  const labels: Record<string, string> = {};
  LABEL.lastIndex = 0;
  for (let end = 0; end < text.length; end = LABEL.lastIndex) {
    const [, label, value] = LABEL.exec(text) ?? [];
    if (label === undefined || value === undefined || label in labels)
      throw new Error(`It has wrong labels: ${line}`);
    labels[label] = value.replaceAll(/\\(.)/g, (_, one: string) => (one === 'n' ? '\n' : one));
  }
  return labels;
}

/** The same for the same labels in any order. */
const keyOf = (labels: Readonly<Record<string, string>>): string =>
  JSON.stringify(labels, Object.keys(labels).toSorted());

const isOf = ({ name, type }: MetricFamily, sample: string): boolean =>
  (SUFFIXES[type] ?? ['']).some((suffix) => sample === name + suffix);

/** Buckets are cumulative, and the last one holds all. */
function checkBuckets(name: string, samples: readonly MetricSample[]): void {
  const series = new Map<string, { readonly buckets: MetricSample[]; count?: number }>();
  for (const sample of samples) {
    const { le: _, ...labels } = sample.labels;
    const key = keyOf(labels);
    const one = series.get(key) ?? { buckets: [] };
    if (sample.name === `${name}_bucket`) one.buckets.push(sample);
    if (sample.name === `${name}_count`) one.count = sample.value;
    series.set(key, one);
  }
  for (const { buckets, count } of series.values()) {
    const counts = buckets.map(({ value }) => value);
    const isCumulative = counts.every((value, index) => value >= (counts[index - 1] ?? 0));
    const last = buckets.at(-1);
    if (!isCumulative || last?.labels.le !== '+Inf' || last.value !== count)
      throw new Error(`The buckets of ${name} are wrong.`);
  }
}
