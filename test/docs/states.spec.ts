import { describe, expect, it } from '@jest/globals';
import { readStateTable } from '../support/state-table.js';
import { codeBlocks, readPage } from './support/markdown.js';
import { sectionOf } from './support/tables.js';

interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly event: string;
}

/** The events of the table, by what the picture writes on its arrows. */
const EVENTS: Readonly<Record<string, string>> = {
  'first read, or the start': 'get()',
  'AWS answers': 'answered',
  'maxAge passes': 'maxAge passes',
  'the refresh fails': 'failed: transient',
  'the pause ends': 'back-off ends',
  'AWS denies access': 'failed: refused',
};

const table = readStateTable('engine/entry-view.state.ts');
const states = new Set(table.map(({ state }) => state));

const arrowsIn = (text: string): readonly Arrow[] =>
  Array.from(text.matchAll(/^ *(\w+) --> (\w+): (.+)$/gm), ([, from = '', to = '', event = '']) => ({
    from,
    to,
    event,
  }));

/** The arrows of the picture between states as `inspect()` names them: one for each state in a frame that an arrow leaves. */
const readPicture = async (): Promise<readonly Arrow[]> => {
  const { text } = await readPage('docs/guides/failure.md');
  const section = sectionOf(text, 'The states of a value');
  const picture = codeBlocks(section).find(({ code }) => code.startsWith('stateDiagram'))?.code ?? '';
  const names = new Map(
    Array.from(picture.matchAll(/^ *(\w+): (.+)$/gm), ([, id = '', name = '']) => [id, name]),
  );
  const frames = new Map(
    Array.from(picture.matchAll(/state ".+" as (\w+) \{([^}]*)\}/g), ([, id = '', inside = '']) => [
      id,
      [...new Set(arrowsIn(inside).flatMap(({ from, to }) => [from, to]))],
    ]),
  );
  const nameOf = (id: string): string => names.get(id) ?? id;
  return arrowsIn(picture).flatMap(({ from, to, event }) =>
    (frames.get(from) ?? [from]).map((one) => ({ from: nameOf(one), to: nameOf(to), event })),
  );
};

const picture = await readPicture();

describe('The picture of the states', () => {
  it('has every state, and an arrow into and out of each that is not the first', () => {
    expect(new Set(picture.map(({ from }) => from))).toEqual(states);
    expect(new Set(['absent', ...picture.map(({ to }) => to)])).toEqual(states);
  });

  it.each(picture)('leads from $from to $to, as the table does: $event', ({ from, to, event }) => {
    const cell = table.find((one) => one.state === from && one.event === EVENTS[event]);

    expect(cell?.next.split(' or ')).toContain(to);
  });
});

describe('The glossary', () => {
  it('explains the states of the table, and the provisional one', async () => {
    const { text } = await readPage('docs/start/glossary.md');
    const rows = sectionOf(text, 'States').matchAll(/^\| `([\w ]+)` +\|/gm);

    expect(Array.from(rows, ([, state]) => state)).toEqual([...states, 'provisional']);
  });
});
