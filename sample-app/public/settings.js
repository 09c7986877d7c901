import { element, report, setPill, setText } from './page.js';

const SETTINGS = '/prod/shop/settings';
const SETTING = 'max-quantity';

/** Shows which settings are in use, and of those that are not, why. */
export function showSettings(entries) {
  const entry = entries.find(({ name }) => name === SETTINGS);
  const rejections = entry?.rejections ?? [];
  const failure = entry?.lastError;
  setPill(
    element('settings-state'),
    failure ? 'The last good settings are still in use' : 'The newest settings are in use',
    failure ? 'bad' : 'good',
  );
  const lines = rejections.map(describe);
  if (lines.join() !== shownLines().join()) element('rejections').replaceChildren(...lines.map(listItem));
  const reason = failure?.message ?? '';
  if (element('reason').textContent !== reason) setText('reason', reason);
}

/** Stores a value as one of the settings; the service looks at it at once. */
export async function push(value) {
  try {
    const response = await fetch('settings/push', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: SETTING, value }),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.message);
    report(`Pushed ${SETTING}: version ${answer.version} is ${answer.isUsed ? 'in use' : 'rejected'}.`);
  } catch (error) {
    report(`The push failed: ${error.message}.`);
  }
}

function describe({ name, rejected, kept }) {
  const lost = rejected === undefined ? 'its absence' : `version ${rejected}`;
  return `${name}: ${lost} is rejected, ${kept === undefined ? 'nothing' : `version ${kept}`} is kept`;
}

function shownLines() {
  return Array.from(element('rejections').children, ({ textContent }) => textContent);
}

function listItem(text) {
  const item = document.createElement('li');
  item.textContent = text;
  return item;
}
