import type { CommandOption } from './command.interface.js';

export const HELP: CommandOption = { type: 'boolean', help: 'show this' };

export const JSON_OUTPUT: CommandOption = { type: 'boolean', help: 'print JSON' };

/** The options of each command that looks at an application. */
export const APPLICATION_OPTIONS = {
  project: { type: 'string', value: 'NAME', help: 'a project of nest-cli.json, in place of FILE' },
  export: {
    type: 'string',
    value: 'NAME',
    help: 'the export of the file, by default AppModule or the only module',
  },
  'base-path': {
    type: 'string',
    value: 'PATH',
    help: 'the base path, where forRootAsync() makes it, or another one',
  },
  'secret-prefix': { type: 'string', value: 'TEXT', help: 'the same for the prefix of secrets' },
} as const satisfies Readonly<Record<string, CommandOption>>;

export const FILE_NOTE =
  'FILE is the JavaScript that your build makes of the root module, such as dist/app.module.js. No constructor and no factory runs.';

export const UNSEEN_NOTE =
  'Names that code asks for while it runs, as in cache.parameter(name), are not seen.';
