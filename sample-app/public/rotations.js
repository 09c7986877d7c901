import { element, report, shortVersion } from './page.js';

const PASSWORD = { button: 'rotate', path: 'rotate', label: 'Rotate the password', describe };
const KEY = {
  button: 'rotate-key',
  path: 'rotate/signing-key',
  label: 'Rotate the signing key',
  describe: ({ versionId }) => `The signing key is rotated: version ${shortVersion(versionId)} signs.`,
};

/** Has the password or the signing key rotated when its button is pressed. */
export function listenForRotations() {
  for (const kind of [PASSWORD, KEY]) element(kind.button).addEventListener('click', () => void rotate(kind));
}

async function rotate({ button: id, path, label, describe: tell }) {
  const button = element(id);
  if (button.getAttribute('aria-disabled') === 'true') return;
  button.setAttribute('aria-disabled', 'true');
  button.textContent = 'Rotating …';
  try {
    const response = await fetch(path, { method: 'POST' });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    report(tell(await response.json()));
  } catch (error) {
    report(`The rotation failed: ${error.message}.`);
  } finally {
    button.removeAttribute('aria-disabled');
    button.textContent = label;
  }
}

function describe({ versionId, closedConnections, milliseconds }) {
  const closed = closedConnections === 1 ? '1 connection' : `${closedConnections} connections`;
  return `Rotated in ${milliseconds} ms: version ${shortVersion(versionId)} is current, ${closed} closed.`;
}
