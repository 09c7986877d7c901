import type { CommandInput, CommandOption } from './command.interface.js';

/** The options of each command that asks AWS. */
export const AWS_OPTIONS = {
  region: { type: 'string', value: 'REGION', help: 'the region, where the module names none' },
  profile: { type: 'string', value: 'NAME', help: 'the profile of the AWS configuration' },
  against: {
    type: 'string',
    value: 'FILE',
    help: 'a local file of values, which is asked in place of AWS',
  },
} as const satisfies Readonly<Record<string, CommandOption>>;

/** The SDK reads it when its first client is made. */
export const useAwsEnvironment = ({ text }: CommandInput): void => {
  const [region, profile] = [text('region'), text('profile')];
  if (region !== undefined) process.env.AWS_REGION = region;
  if (profile !== undefined) process.env.AWS_PROFILE = profile;
};
