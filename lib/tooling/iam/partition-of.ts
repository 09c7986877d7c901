const PARTITIONS: Readonly<Record<string, string>> = { 'cn-': 'aws-cn', 'us-gov-': 'aws-us-gov' };

/** The part of AWS that a region is in, as ARNs name it. */
export const partitionOf = (region: string): string =>
  Object.entries(PARTITIONS).find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws';
