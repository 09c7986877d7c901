import { expect, it } from '@jest/globals';
import * as messages from '../../lib/errors/errors.messages.js';
import { readPage } from './support/markdown.js';
import { sectionOf, tableRows } from './support/tables.js';

/** What is said, by the cause on the page. */
const SAID: Readonly<Record<string, string>> = {
  'the task role lacks a permission': messages.deniedMessage(
    '/a',
    'AccessDeniedException',
    'ssm:GetParameters',
  ),
  'wrong base path, region or account': messages.missingMessage('/a'),
  'no way to AWS from a private subnet': messages.timeoutMessage('/a', 5),
  'no task role, no service account': messages.noCredentialsMessage('/a', 'none', undefined),
  'no region in the container': messages.missingRegionMessage,
};

const { text } = await readPage('docs/deploy/ecs-and-eks.md');
const rows = tableRows(sectionOf(text, 'A slow or failing start').split('Then read the log')[1] ?? '');
const quoted = new Map(rows.map(({ cause, symptom }) => [cause, /^"(.*?)(?: …)?"/.exec(symptom ?? '')?.[1]]));

it.each(Object.entries(SAID))('quotes what a start says: %s', (cause, said) => {
  const quote = quoted.get(cause)?.replace(/^… /, '');

  expect(quote).toBeDefined();
  expect(said).toContain(quote);
});

it('knows each message on the page', () => {
  const messageRows = rows.filter(({ symptom }) => symptom?.startsWith('"'));

  expect(messageRows).toHaveLength(Object.keys(SAID).length + 1); // ThrottlingException is the name that AWS gives
});
