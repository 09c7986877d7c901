import { spreadOf } from './statistics.js';

/** Three digits that count, and no more after the point than help: `1.82`, `35.1`, `1,204`. */
export const number = (value: number): string => {
  if (Number.isInteger(value) || Math.abs(value) >= 100) return Math.round(value).toLocaleString('en');
  return value.toFixed(Math.abs(value) < 10 ? 2 : 1);
};

/** The median, and in brackets the quarters around it: `2.71 (2.65–2.80)`. */
export const spread = (measurements: readonly number[], unit = ''): string => {
  const { median, lower, upper } = spreadOf(measurements);
  const suffix = unit === '' ? '' : ` ${unit}`;
  if (measurements.length < 2 || lower === upper) return `${number(median)}${suffix}`;
  return `${number(median)}${suffix} (${number(lower)}–${number(upper)})`;
};
