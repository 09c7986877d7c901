const NAMESPACE = 'http://www.w3.org/2000/svg';
const WIDTH = 600;
const HEIGHT = 96;

/**
 * Draws what each second of the last minute has, the newest at the right.
 *
 * @param bars for one second, the height of each bar by its name; bars of one second are on top of each other
 * @param marks the seconds in which something was rotated
 */
export function drawChart(svg, { end, seconds, bars, marks, least }) {
  const all = seconds.map((second) => ({ at: second.at, heights: Object.entries(bars(second)) }));
  const sum = ({ heights }) => heights.reduce((total, [, height]) => total + height, 0);
  const highest = Math.max(least, ...all.map(sum));
  const step = WIDTH / 60;
  const scale = (HEIGHT - 6) / highest;
  const xOf = (at) => WIDTH - (end - at) * step;
  const shapes = all.flatMap(({ at, heights }) => {
    let y = HEIGHT;
    return heights.map(([name, height]) => {
      y -= height * scale;
      return shape('rect', {
        class: name,
        x: xOf(at) + step * 0.12,
        y,
        height: height * scale,
        width: step * 0.76,
      });
    });
  });
  const lines = marks.map(({ at, kind }) => {
    const x = xOf(at) + step / 2;
    return shape('line', { class: `rotated ${kind}`, x1: x, x2: x, y1: 0, y2: HEIGHT });
  });
  svg.replaceChildren(...shapes, ...lines);
}

function shape(tag, attributes) {
  const element = document.createElementNS(NAMESPACE, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
}
