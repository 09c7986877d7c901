import { expect, it } from '@jest/globals';
import * as messages from '../../lib/errors/errors.messages.js';
import { readPage } from './support/markdown.js';
import { sectionOf, tableRows } from './support/tables.js';

/** What the log says, in the order of the page. */
const LINES = [
  messages.triedAgainMessage('It failed.'),
  messages.refreshedAgainMessage('/a'),
  messages.deniedMessage('/a', 'AccessDeniedException', 'ssm:GetParameters'),
  messages.unusableMessage('/a', 2, 'it is not a number'),
  messages.startWaitsMessage(1, 2, 28, []),
  messages.recoveredMessage('Orders.find()'),
  messages.refreshDidNotHelpMessage('Orders.find()', 1),
  messages.pendingWithdrawnMessage('prod/db'),
  messages.queueFailedMessage('It failed.', false),
  messages.fleetLostMessage('shop', 'no answer in time', 5),
  messages.changedMessage({ name: '/a', previousVersion: 1, version: 2 }),
];

const { text } = await readPage('docs/deploy/runbook.md');
const quoted = tableRows(sectionOf(text, 'Log lines')).map((row) => row['the line']?.replaceAll('`', ''));

it('has a line for each row of the runbook', () => {
  expect(quoted).toHaveLength(LINES.length);
});

it.each(LINES.map((line, index) => [line, quoted[index]]))('quotes the log: %s', (line, quote) => {
  expect(line).toContain(quote);
});
