import { drawChart } from './chart.js';
import { element, setText } from './page.js';

const KINDS = ['password', 'key'];

let previous;
let marks = [];

/** Shows the requests of the last minute, and how long the longest of each second took. */
export function showSeconds(seconds, rotations, now) {
  for (const kind of KINDS)
    if (previous && rotations[kind] > previous[kind]) marks.push({ at: now - 1, kind });
  previous = { ...rotations };
  marks = marks.filter(({ at }) => at >= now - 60);
  const shared = { end: now, seconds, marks };
  drawChart(element('chart'), {
    ...shared,
    bars: ({ served, failed }) => ({ served, failed }),
    least: 10,
  });
  drawChart(element('latencies'), { ...shared, bars: ({ longest }) => ({ longest }), least: 20 });
  const longest = Math.max(0, ...seconds.map((second) => second.longest));
  setText('longest', seconds.length === 0 ? '–' : `${Math.round(longest)} ms`);
}
