// Asks the service for its state every second and shows it. Everything is put in as text, never as HTML.
import { showChanges } from './changes.js';
import { showSeconds } from './charts.js';
import { toggleLoad } from './load.js';
import { element, setPill, setText, shortVersion } from './page.js';
import { listenForRotations } from './rotations.js';
import { push, showSettings } from './settings.js';

const versions = new Map();

listenForRotations();
element('load').addEventListener('click', toggleLoad);
element('push-bad').addEventListener('click', () => void push('a hundred'));
element('push-good').addEventListener('click', () => void push('200'));
void watch();

async function watch() {
  try {
    const response = await fetch('status', { signal: AbortSignal.timeout(5000) });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    show(await response.json());
    setPill(element('connection'), 'Live', 'good');
  } catch {
    setPill(element('connection'), 'No answer', 'bad');
  }
  setTimeout(() => void watch(), 1000);
}

function show({ entries, requests, seconds, now, rotations, changes }) {
  setText('served', requests.served.toLocaleString('en'));
  setText('failed', requests.failed.toLocaleString('en'));
  setText('in-flight', requests.inFlight.toLocaleString('en'));
  setText('rotations', rotations.password.toLocaleString('en'));
  setText('key-rotations', rotations.key.toLocaleString('en'));
  showSeconds(seconds, rotations, now);
  element('failed').dataset.tone = requests.failed > 0 ? 'bad' : 'good';
  element('entries').replaceChildren(...entries.map(entryRow));
  showSettings(entries);
  showChanges(changes);
}

function entryRow({ name, type, version, age, state, lastError }) {
  const row = element('entry').content.firstElementChild.cloneNode(true);
  const [nameCell, typeCell, versionCell, ageCell, stateCell] = row.children;
  nameCell.textContent = name;
  typeCell.firstElementChild.textContent = type;
  versionCell.textContent = shortVersion(version);
  versionCell.title = String(version ?? '');
  ageCell.textContent = duration(age);
  setPill(stateCell.firstElementChild, state, toneOf(state));
  if (lastError) stateCell.lastElementChild.textContent = lastError.message;
  row.classList.toggle('changed', versions.has(name) && versions.get(name) !== version);
  versions.set(name, version);
  return row;
}

function toneOf(state) {
  if (state === 'fresh') return 'good';
  return state === 'refused' || state === 'backing off' ? 'bad' : 'wait';
}

function duration(seconds) {
  if (seconds === undefined) return '–';
  return seconds < 60
    ? `${Math.floor(seconds)} s`
    : `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}
