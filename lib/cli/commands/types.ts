import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { NamesFile, NamesOptions } from '../../tooling/names-of.js';
import { AWS_OPTIONS, useAwsEnvironment } from '../aws-environment.js';
import { APPLICATION_OPTIONS, FILE_NOTE, HELP, JSON_OUTPUT } from '../common-options.js';
import type { Command, CommandInput } from '../command.interface.js';
import { applicationIn, hasApplication, placeIn } from '../described-in.js';
import { existingFile } from '../existing-file.js';
import { firstLine } from '../first-line.js';
import { isOwnError } from '../is-own-error.js';
import { nestProject } from '../nest-project.js';
import { counted } from '../output/counted.js';
import { UsageError } from '../usage.error.js';

/** In the folder of the sources, where the compiler finds it. */
const FILE_NAME = 'ssm-names.d.ts';

export const types: Command = {
  name: 'types',
  summary: 'write the names that AWS has for the compiler, so that a name that is mistyped does not compile',
  usage: '[FILE] [options]',
  options: {
    ...AWS_OPTIONS,
    out: { type: 'string', value: 'FILE', help: `the file to write, by default src/${FILE_NAME}` },
    'no-secrets': { type: 'boolean', help: 'without the names of secrets' },
    ...APPLICATION_OPTIONS,
    json: JSON_OUTPUT,
    help: HELP,
  },
  notes: [
    FILE_NOTE,
    'Without FILE the names are those under --base-path, and the secrets that begin with --secret-prefix.',
    'It calls ssm:DescribeParameters and secretsmanager:ListSecrets, which answer no values. Names and kinds are written.',
  ],
  async run(input, { print, warn }) {
    useAwsEnvironment(input);
    const found = await namesIn(input, { secrets: !input.flag('no-secrets'), warn });
    const file = namesFileIn(input, 'out');
    const isChanged = update(file, found);
    const { parameters, secrets } = found;
    if (input.flag('json')) print(JSON.stringify({ file, parameters, secrets, isChanged }));
    else {
      const counts = `${counted(parameters, 'parameter')}, ${counted(secrets, 'secret')}`;
      print(`${isChanged ? 'Wrote' : 'Nothing has changed in'} ${file} (${counts}).`);
    }
    return 0;
  },
};

/** The names that AWS, or the local file, has for the application; without an application, those of the options. */
const namesIn = async (
  input: CommandInput,
  options: Pick<NamesOptions, 'secrets' | 'warn'>,
): Promise<NamesFile> => {
  const all = { ...placeIn(input), ...options, against: existingFile(input.text('against')) };
  const { module, tooling } = hasApplication(input)
    ? await applicationIn(input)
    : { module: undefined, tooling: await import('../../tooling/index.js') };
  return listed(() => tooling.namesOf(module, all));
};

const listed = async (list: () => Promise<NamesFile>): Promise<NamesFile> => {
  try {
    return await list();
  } catch (error) {
    if (isOwnError(error)) throw error;
    throw new UsageError(`The names cannot be listed: ${firstLine(error)}`);
  }
};

/** The file of names: the one of an option, or where `types` writes it. */
const namesFileIn = ({ text }: CommandInput, option: 'out' | 'types'): string => {
  const project = text('project');
  return text(option) ?? join(project === undefined ? 'src' : nestProject(project).sourceRoot, FILE_NAME);
};

/** What `check` says of the file of names, where there is one. */
export const outdatedNames = async (
  input: CommandInput,
  { module, tooling }: Awaited<ReturnType<typeof applicationIn>>,
  options: NamesOptions,
): Promise<string | undefined> => {
  const file = namesFileIn(input, 'types');
  if (!existsSync(file)) return undefined;
  try {
    const text = readFileSync(file, 'utf8');
    const secrets = text.includes('secrets:');
    const names = await tooling.namesOf(module, { ...options, secrets });
    return names.isLike(text) ? undefined : `${file} is out of date. Run: npx nestjs-ssm-cache types`;
  } catch (error) {
    return `${file} was not compared with the names that there are: ${firstLine(error)}`;
  }
};

/** Whether the file was not like the names, and was written. */
const update = (file: string, found: NamesFile): boolean => {
  try {
    if (existsSync(file) && found.isLike(readFileSync(file, 'utf8'))) return false;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, found.text);
    return true;
  } catch (error) {
    throw new UsageError(`The file of names cannot be written: ${firstLine(error)}`);
  }
};
