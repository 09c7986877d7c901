import type { SsmDeclaration } from '../tooling/ssm-declaration.interface.js';
import type { DescribeOptions } from '../tooling/tooling-options.interface.js';
import type { CommandInput } from './command.interface.js';
import { basePathIn } from './base-path-in.js';
import { loadApplication, type Application } from './load-application.js';
import { nestProject } from './nest-project.js';
import { secondsIn } from './seconds-in.js';
import { UsageError } from './usage.error.js';

/** How long an application may take to be loaded, unless a command says how long it may take itself. */
const LOADING_SECONDS = 60;

/** What the application declares that a command was given. */
export const describedIn = async (
  input: CommandInput,
  warn: (message: string) => void,
): Promise<Application & { readonly declarations: readonly SsmDeclaration[] }> => {
  const application = await applicationIn(input);
  const options = { ...placeIn(input), warn };
  const declarations = await application.tooling.describeDeclarations(application.module, options);
  return { ...application, declarations };
};

/** Whether the command was given an application to look at. */
export const hasApplication = ({ files, text }: CommandInput): boolean =>
  files.length > 0 || text('project') !== undefined;

export const applicationIn = (input: CommandInput): Promise<Application> => {
  const { files, text } = input;
  const [given, further] = files;
  const project = text('project');
  if (given !== undefined && project !== undefined) throw new UsageError('Give FILE or --project, not both.');
  const file = project === undefined ? given : nestProject(project).file;
  if (file === undefined || file === '')
    throw new UsageError('No FILE is given, such as dist/app.module.js.');
  if (further !== undefined) throw new UsageError(`One FILE is looked at, and ${files.length} are given.`);
  return loadApplication(file, text('export'), secondsIn(input, 'timeout') || LOADING_SECONDS);
};

/** What is prepended to names, in place of what the module has. */
export const placeIn = (input: CommandInput): Pick<DescribeOptions, 'basePath' | 'secretPrefix'> => ({
  basePath: basePathIn(input),
  secretPrefix: input.text('secret-prefix'),
});
