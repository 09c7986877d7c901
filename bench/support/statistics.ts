/** The middle of many measurements, and the quarters that lie around it. */
export interface Spread {
  readonly median: number;
  readonly lower: number;
  readonly upper: number;
}

export const spreadOf = (measurements: readonly number[]): Spread => {
  const sorted = measurements.toSorted((a, b) => a - b);
  const at = (share: number): number => {
    const place = share * (sorted.length - 1);
    const below = sorted[Math.floor(place)] ?? Number.NaN;
    const above = sorted[Math.ceil(place)] ?? Number.NaN;
    return below + (above - below) * (place - Math.floor(place));
  };
  return { median: at(0.5), lower: at(0.25), upper: at(0.75) };
};

export const medianOf = (measurements: readonly number[]): number => spreadOf(measurements).median;
