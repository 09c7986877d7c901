import { writeFile } from 'node:fs/promises';
import type { SsmCheck, SsmCheckStatus } from '../../tooling/ssm-check.interface.js';
import type { CheckOptions } from '../../tooling/tooling-options.interface.js';
import { AWS_OPTIONS, useAwsEnvironment } from '../aws-environment.js';
import { APPLICATION_OPTIONS, FILE_NOTE, HELP, JSON_OUTPUT, UNSEEN_NOTE } from '../common-options.js';
import type { Command, CommandInput } from '../command.interface.js';
import { applicationIn, placeIn } from '../described-in.js';
import { existingFile } from '../existing-file.js';
import { firstLine } from '../first-line.js';
import { coloured } from '../output/colour.js';
import { asJunit } from '../output/junit.js';
import { table } from '../output/table.js';
import { secondsIn } from '../seconds-in.js';
import { UsageError } from '../usage.error.js';
import { nameOf } from './list.js';
import { outdatedNames } from './types.js';

export const check: Command = {
  name: 'check',
  summary: 'whether each declared value exists, may be read and decrypted, and fits its type and schema',
  usage: 'FILE [options]',
  options: {
    ...AWS_OPTIONS,
    timeout: {
      type: 'string',
      value: 'SECONDS',
      help: 'how long it may take, by default as long as a start',
    },
    types: {
      type: 'string',
      value: 'FILE',
      help: 'the file that "types" writes, by default src/ssm-names.d.ts if it is there',
    },
    junit: { type: 'string', value: 'FILE', help: 'write a report that CI servers read' },
    ...APPLICATION_OPTIONS,
    json: JSON_OUTPUT,
    help: HELP,
  },
  notes: [
    FILE_NOTE,
    'It asks AWS with the credentials that the SDK finds, as the application would at its start. No value is printed.',
    UNSEEN_NOTE,
  ],
  async run(input, { print, warn, isColourful }) {
    const options = { ...placeIn(input), ...checkOptions(input), warn };
    useAwsEnvironment(input);
    const application = await applicationIn(input);
    const { module, tooling } = application;
    const { checks, error } = await tooling.checkDeclarations(module, options);
    const junit = input.text('junit');
    if (junit !== undefined) await writeReport(junit, asJunit(checks));
    print(input.flag('json') ? jsonOf(checks) : tableOf(checks, isColourful));
    const outdated = await outdatedNames(input, application, { ...options, secrets: true });
    if (outdated !== undefined) warn(outdated);
    if (error === undefined) return 0;
    if (!input.flag('json')) warn(`\n${error.message}`);
    return checks.some(({ status }) => FAULTS.has(status)) ? 1 : 2;
  },
};

/** The others say that AWS could not be asked. */
const FAULTS: ReadonlySet<SsmCheckStatus> = new Set(['missing', 'denied', 'unusable']);

const checkOptions = (input: CommandInput): Pick<CheckOptions, 'against' | 'timeout'> => {
  const against = existingFile(input.text('against'));
  existingFile(input.text('types'));
  return { against, timeout: secondsIn(input, 'timeout') };
};

const writeReport = async (file: string, report: string): Promise<void> => {
  try {
    await writeFile(file, report);
  } catch (error) {
    throw new UsageError(`The report cannot be written: ${firstLine(error)}`);
  }
};

const jsonOf = (checks: readonly SsmCheck[]): string =>
  JSON.stringify(
    {
      ok: checks.every(({ status }) => status === 'ok'),
      checks: checks.map(({ declaration: { permissions: _permissions, ...declaration }, status, error }) => ({
        ...declaration,
        status,
        ...(error !== undefined && { code: error.code, message: error.message }),
      })),
    },
    undefined,
    2,
  );

const tableOf = (checks: readonly SsmCheck[], isColourful: boolean): string => {
  const [header = '', ...rows] = table(
    ['STATUS', 'DECLARED BY', 'SERVICE', 'NAME'],
    checks.map(({ status, declaration }) => [
      status,
      declaration.owner,
      declaration.source,
      nameOf(declaration),
    ]),
  ).split('\n');
  const lines = rows.map((row, index) => {
    const { status } = checks[index] as SsmCheck;
    return coloured(status, COLOURS[status], isColourful) + row.slice(status.length);
  });
  const good = checks.filter(({ status }) => status === 'ok').length;
  return [header, ...lines, '', `${good} of ${checks.length} values can be read.`].join('\n');
};

const COLOURS: Readonly<Record<SsmCheckStatus, 'green' | 'red' | 'yellow'>> = {
  ok: 'green',
  missing: 'red',
  denied: 'red',
  unusable: 'red',
  failed: 'red',
  unchecked: 'yellow',
};
