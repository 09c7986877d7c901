import type { SsmDeclaration } from '../../tooling/ssm-declaration.interface.js';
import { APPLICATION_OPTIONS, FILE_NOTE, HELP, JSON_OUTPUT, UNSEEN_NOTE } from '../common-options.js';
import type { Command } from '../command.interface.js';
import { describedIn } from '../described-in.js';
import { counted } from '../output/counted.js';
import { table } from '../output/table.js';

export const list: Command = {
  name: 'list',
  summary: 'what the application declares',
  usage: 'FILE [options]',
  options: { ...APPLICATION_OPTIONS, json: JSON_OUTPUT, help: HELP },
  notes: [FILE_NOTE, UNSEEN_NOTE],
  async run(input, { print, warn }) {
    const { declarations } = await describedIn(input, warn);
    if (input.flag('json')) print(JSON.stringify(declarations, undefined, 2));
    else print(`${tableOf(declarations)}\n\n${counted(declarations.length, 'value')}. ${UNSEEN_NOTE}`);
    return 0;
  },
};

const tableOf = (declarations: readonly SsmDeclaration[]): string =>
  table(
    ['DECLARED BY', 'SERVICE', 'CLIENT', 'NAME', 'TYPE'],
    declarations.map((one) => [
      one.owner,
      one.source,
      one.client,
      nameOf(one),
      one.optional ? `${one.type}, optional` : one.type,
    ]),
  );

export const nameOf = ({ kind, name, version }: SsmDeclaration): string =>
  `${name}${kind === 'path' ? '/*' : ''}${version === undefined ? '' : `:${version}`}`;
