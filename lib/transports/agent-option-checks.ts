import { InvalidClientError, InvalidDeclarationError, OptionRangeError } from '../errors/index.js';
import {
  optionRangeMessage,
  optionsNotAnObjectMessage,
  optionTypeMessage,
  unknownOptionMessage,
} from '../errors/errors.messages.js';
import type { AgentSecretsClientOptions } from './agent-options.interface.js';
import { agentRoleMessage } from './agent.messages.js';

const WHERE = 'agentSecretsClient()';
const LONGEST_TTL = 3_600;
/** The agent accepts no other form. */
const ROLE = /^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]+$/;

type Check = readonly [isValid: (value: unknown) => boolean, expected: string];

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isFunction = (value: unknown): boolean => typeof value === 'function';

const CHECKS: Readonly<Record<keyof AgentSecretsClientOptions, Check>> = {
  endpoint: [(value) => typeof value === 'string', 'a text'],
  token: [(value) => isText(value) || isFunction(value), 'a text that is not empty, or a function'],
  roleArn: [isText, 'the ARN of a role'],
  ttl: [(value) => typeof value === 'number', 'a number of seconds'],
  fetch: [isFunction, 'a function'],
};

/**
 * Throws for what cannot work: `InvalidDeclarationError` for an option that there is not or of another type, `OptionRangeError` for
 * a `ttl` out of its range, `InvalidClientError` for what is no role.
 */
export const checkAgentOptions = (options: AgentSecretsClientOptions): void => {
  if (typeof options !== 'object' || (options as unknown) === null)
    throw new InvalidDeclarationError(optionsNotAnObjectMessage(WHERE), { names: [WHERE] });
  for (const [option, value] of Object.entries(options)) {
    if (value !== undefined) checkOption(option, value);
  }
  const { roleArn, ttl } = options;
  if (roleArn !== undefined && !ROLE.test(roleArn)) throw new InvalidClientError(agentRoleMessage(roleArn));
  if (ttl !== undefined && !(ttl >= 0 && ttl <= LONGEST_TTL))
    throw new OptionRangeError(optionRangeMessage(WHERE, 'ttl', `a number from 0 to ${LONGEST_TTL}`, ttl));
};

const checkOption = (option: string, value: unknown): void => {
  const names = [WHERE];
  const known: Readonly<Record<string, Check>> = CHECKS;
  if (!Object.hasOwn(known, option))
    throw new InvalidDeclarationError(unknownOptionMessage(WHERE, option, Object.keys(known)), { names });
  const [isValid, expected] = known[option] as Check;
  if (!isValid(value))
    throw new InvalidDeclarationError(optionTypeMessage(WHERE, option, expected), { names });
};
