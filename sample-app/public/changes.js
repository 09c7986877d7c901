import { element } from './page.js';

let shown = '[]';

/** Lists the newest changes of the settings, by name and version. No value ever comes here. */
export function showChanges(changes) {
  const told = JSON.stringify(changes);
  if (told === shown) return;
  shown = told;
  element('changes').replaceChildren(...changes.map(changeItem));
}

function changeItem({ at, name, previousVersion, version }) {
  const item = document.createElement('li');
  const time = document.createElement('time');
  time.dateTime = at;
  time.textContent = new Date(at).toLocaleTimeString('en-GB');
  item.append(time, `${name}: ${describe(previousVersion, version)}`);
  return item;
}

function describe(previous, version) {
  if (version === undefined) return `version ${previous} is gone`;
  return previous === undefined ? `version ${version} is new` : `version ${previous} → ${version}`;
}
