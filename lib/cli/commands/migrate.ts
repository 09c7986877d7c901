import { writeFileSync } from 'node:fs';
import { basePathIn } from '../base-path-in.js';
import { HELP, JSON_OUTPUT } from '../common-options.js';
import type { Command, CommandInput } from '../command.interface.js';
import { loadCompiler } from '../migrate/compiler.js';
import { formatter, printWidth } from '../migrate/formatter.js';
import { migrate as migrated, type Migration } from '../migrate/migrate.js';
import { namesIn } from '../migrate/name-map.js';
import { projectFiles } from '../migrate/project-files.js';
import type { Left } from '../migrate/source.js';
import { counted } from '../output/counted.js';
import { unifiedDiff } from '../output/unified-diff.js';
import { secondsIn } from '../seconds-in.js';

export const migrate: Command = {
  name: 'migrate',
  summary: 'moves code to this package from other packages, from process.env and from ConfigService',
  usage: '[SOURCES] [options]',
  options: {
    map: {
      type: 'string',
      value: 'FILE',
      help: 'JSON: what names of the environment and of ConfigService are at AWS',
    },
    'base-path': { type: 'string', value: 'PATH', help: 'the base path that the module is registered with' },
    'max-age': {
      type: 'string',
      value: 'SECONDS',
      help: 'its max age, by default 300, or the 5 of Powertools',
    },
    write: { type: 'boolean', help: 'change the files; without it the changes are only shown' },
    json: JSON_OUTPUT,
    help: HELP,
  },
  notes: [
    'SOURCES are files and folders of TypeScript, by default src.',
    'The other packages are @nestjs-aws/systems-manager, nestjs-param-store and @aws-lambda-powertools/parameters.',
    'What cannot be moved safely is left as it is, and listed with what to do.',
  ],
  async run(input, { print, warn }) {
    const result = await migrationOf(input);
    const isWritten = input.flag('write');
    if (isWritten) for (const { file, after } of result.changes) writeFileSync(file, after);
    if (input.flag('json')) {
      const files = result.changes.map(({ file }) => file);
      print(JSON.stringify({ files, left: result.left, diff: diffOf(result) }, undefined, 2));
    } else {
      if (result.changes.length > 0) print(isWritten ? filesText(result) : diffOf(result));
      warn(reportOf(result, isWritten));
    }
    return 0;
  },
};

const migrationOf = (input: CommandInput): Promise<Migration> => {
  const { files, text } = input;
  const map = text('map');
  const basePath = basePathIn(input);
  const maxAge = secondsIn(input, 'max-age');
  const names = map === undefined ? new Map<string, never>() : namesIn(map);
  const sources = projectFiles(files.length === 0 ? ['src'] : files);
  loadCompiler('.');
  return migrated(sources, {
    names,
    basePath,
    maxAge,
    printWidth: printWidth(),
    format: formatter('.'),
  });
};

const diffOf = ({ changes }: Migration): string =>
  changes.map(({ file, before, after }) => unifiedDiff(file, before, after)).join('\n');

const filesText = ({ changes }: Migration): string => changes.map(({ file }) => file).join('\n');

const reportOf = ({ changes, left }: Migration, isWritten: boolean): string => {
  const count = counted(changes.length, 'file');
  const done = isWritten
    ? `${count} changed. ${NEXT}`
    : `${count} would change. To change them, add --write.`;
  const lines = [changes.length === 0 ? 'Nothing can be moved.' : done];
  if (left.length > 0) lines.push('', 'To do by hand:', ...left.flatMap(leftText));
  return lines.join('\n');
};

const NEXT = 'Build, then run: npx nestjs-ssm-cache check dist/app.module.js';

const leftText = ({ file, line, code, todo }: Left): readonly string[] => [
  `  ${file}:${line}  ${code}`,
  `    ${todo}`,
];
