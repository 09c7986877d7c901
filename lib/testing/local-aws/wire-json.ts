/** How a service writes a time: both are seconds since the epoch. */
export type TimestampStyle = 'scientific' | 'decimal';

/**
 * An answer as JSON 1.1 of AWS: times as numbers of seconds, bytes as base64, absent members left out. Parameter
 * Store writes times as `1.553305645235E9`, which `JSON.stringify` cannot.
 */
export function toWireJson(value: unknown, style: TimestampStyle): string {
  if (value instanceof Date) return timestamp(value, style);
  if (value instanceof Uint8Array) return JSON.stringify(Buffer.from(value).toString('base64'));
  if (Array.isArray(value)) return `[${value.map((item) => toWireJson(item, style)).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([name, member]) => `${JSON.stringify(name)}:${toWireJson(member, style)}`);
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value);
}

function timestamp(date: Date, style: TimestampStyle): string {
  const seconds = date.getTime() / 1000;
  return style === 'decimal' ? String(seconds) : seconds.toExponential().replace('e+', 'E');
}
