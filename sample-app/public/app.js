// Asks the service for its state every second and shows it. Everything is put in as text, never as HTML.
import { showChanges } from './changes.js';
import { drawChart } from './chart.js';
import { element, report, setPill, setText } from './page.js';
import { push, showSettings } from './settings.js';

const SECONDS = 60;
const LOAD = 25;

const history = [];
const versions = new Map();
let previous;
let generator;

element('rotate').addEventListener('click', () => void rotate());
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

function show({ entries, requests, rotations, changes }) {
  setText('served', requests.served.toLocaleString('en'));
  setText('failed', requests.failed.toLocaleString('en'));
  setText('in-flight', requests.inFlight.toLocaleString('en'));
  setText('rotations', rotations.toLocaleString('en'));
  element('failed').dataset.tone = requests.failed > 0 ? 'bad' : 'good';
  element('entries').replaceChildren(...entries.map(entryRow));
  showSettings(entries);
  showChanges(changes);

  if (previous) {
    history.push({
      served: Math.max(0, requests.served - previous.served),
      failed: Math.max(0, requests.failed - previous.failed),
      rotated: rotations > previous.rotations,
    });
    drawChart(element('chart'), history.slice(-SECONDS), SECONDS);
    if (history.length > SECONDS) history.shift();
  }
  previous = { ...requests, rotations };
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

async function rotate() {
  const button = element('rotate');
  if (button.getAttribute('aria-disabled') === 'true') return;
  button.setAttribute('aria-disabled', 'true');
  button.textContent = 'Rotating …';
  try {
    const response = await fetch('rotate', { method: 'POST' });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    const { versionId, closedConnections, milliseconds } = await response.json();
    const closed = closedConnections === 1 ? '1 connection' : `${closedConnections} connections`;
    report(`Rotated in ${milliseconds} ms: version ${shortVersion(versionId)} is current, ${closed} closed.`);
  } catch (error) {
    report(`The rotation failed: ${error.message}.`);
  } finally {
    button.removeAttribute('aria-disabled');
    button.textContent = 'Rotate the password';
  }
}

function toggleLoad() {
  const button = element('load');
  if (generator) clearInterval(generator);
  generator = generator
    ? undefined
    : setInterval(() => void fetch('orders?limit=1').catch(() => {}), 1000 / LOAD);
  button.setAttribute('aria-pressed', String(Boolean(generator)));
  report(generator ? `Sending ${LOAD} requests a second from this page.` : 'The load has ended.');
}

function toneOf(state) {
  if (state === 'fresh') return 'good';
  return state === 'refused' || state === 'backing off' ? 'bad' : 'wait';
}

/** A parameter's version is a number, a secret's a UUID, of which the beginning is enough to tell them apart. */
function shortVersion(version) {
  return version === undefined ? '–' : String(version).slice(0, 8);
}

function duration(seconds) {
  if (seconds === undefined) return '–';
  return seconds < 60
    ? `${Math.floor(seconds)} s`
    : `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}
