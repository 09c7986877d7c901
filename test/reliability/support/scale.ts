/**
 * How much the measurements try: everything, or a share of it where time is short, from 0 to 1.
 *
 * @default 1
 */
const SCALE = Number(process.env['RELIABILITY_SCALE'] ?? 1);

/** `full` times the scale, but at least `least`. */
export const scaled = (full: number, least: number): number => Math.max(least, Math.round(full * SCALE));
