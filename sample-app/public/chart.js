const NAMESPACE = 'http://www.w3.org/2000/svg';
const WIDTH = 600;
const HEIGHT = 96;

/** Draws one bar a second, the newest at the right, and a line where the password was rotated. */
export function drawChart(svg, history, seconds) {
  const step = WIDTH / seconds;
  const highest = Math.max(10, ...history.map(({ served, failed }) => served + failed));
  const scale = (HEIGHT - 6) / highest;
  const shapes = history.flatMap(({ served, failed, rotated }, index) => {
    const x = WIDTH - (history.length - index) * step;
    return [
      bar('served', x, HEIGHT - served * scale, served * scale, step),
      bar('failed', x, HEIGHT - (served + failed) * scale, failed * scale, step),
      ...(rotated
        ? [shape('line', { class: 'rotated', x1: x + step / 2, x2: x + step / 2, y1: 0, y2: HEIGHT })]
        : []),
    ];
  });
  svg.replaceChildren(...shapes);
}

function bar(name, x, y, height, step) {
  return shape('rect', { class: name, x: x + step * 0.12, y, height, width: step * 0.76 });
}

function shape(tag, attributes) {
  const element = document.createElementNS(NAMESPACE, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
}
