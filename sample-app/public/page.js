// What the parts of the page share. Everything is put in as text, never as HTML.
const EVENTS = 8;

export const element = (id) => document.getElementById(id);

export function report(text) {
  const item = document.createElement('li');
  const time = document.createElement('time');
  time.textContent = new Date().toLocaleTimeString('en-GB');
  item.append(time, text);
  const list = element('events');
  list.querySelector('.empty')?.remove();
  list.prepend(item);
  while (list.children.length > EVENTS) list.lastElementChild.remove();
}

export function setText(id, text) {
  element(id).textContent = text;
}

export function setPill(pill, text, tone) {
  if (pill.textContent !== text) pill.textContent = text;
  pill.dataset.tone = tone;
}

/** A parameter's version is a number, a secret's a UUID, of which the beginning is enough to tell them apart. */
export function shortVersion(version) {
  return version === undefined ? '–' : String(version).slice(0, 8);
}
