/** Of a metric. No label is the name, the ARN or the version of a value. */
export type Labels = Readonly<Record<string, string>>;

export const SOURCE = 'ssm_cache.source';
export const CLIENT = 'ssm_cache.client';
export const OPERATION = 'ssm_cache.operation';
export const OUTCOME = 'ssm_cache.outcome';
export const DIRECTION = 'ssm_cache.direction';
export const SHARE = 'ssm_cache.share';
export const STATE = 'ssm_cache.state';
export const STATUS = 'ssm_cache.status';
export const ERROR = 'error.type';

/** An operation that did not fail has no label of an error. */
export const withError = (labels: Labels, error: string | undefined): Labels =>
  error === undefined || error === '' ? labels : { ...labels, [ERROR]: error };
