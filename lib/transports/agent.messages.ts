import { message } from '../errors/printable.js';

export const agentEndpointMessage = (endpoint: string): string =>
  message`agentSecretsClient(): "endpoint" is "${endpoint}", which is not an HTTP address of this machine. The token and the secrets would leave it: give an address such as "http://localhost:2773".`;

export const agentRoleMessage = (roleArn: string): string =>
  message`agentSecretsClient(): "roleArn" is "${roleArn}", which is not the ARN of a role. Give one such as "arn:aws:iam::123456789012:role/reader".`;

export const agentTokenFileMessage = (name: string, file: string, reason: string): string =>
  message`"${name}" could not be read from the agent, since its token file ${file} cannot be read (${reason}). Start the agent, or let this process read the file.`;

export const agentTokenThrewMessage = (name: string): string =>
  message`"${name}" could not be read from the agent, since the function "token" threw an error or returned no text. It has to return the token.`;

export const agentTokenRefusedMessage = (name: string, endpoint: string): string =>
  message`"${name}" could not be read: the agent at ${endpoint} refuses the token. Give this process the token with which the agent was started.`;

export const agentForwardedMessage = (name: string, endpoint: string): string =>
  message`"${name}" could not be read: the agent at ${endpoint} refuses forwarded requests. Send them to it directly, without a proxy.`;

export const agentUnknownOptionMessage = (name: string, endpoint: string, parameter: string): string =>
  message`"${name}" could not be read: the agent at ${endpoint} does not know "${parameter}". Update the agent.`;

export const agentRolesMessage = (name: string, endpoint: string): string =>
  message`"${name}" could not be read: the agent at ${endpoint} has assumed as many roles as its "max_roles" allows. Raise it, or restart the agent.`;

export const notTheAgentMessage = (name: string, endpoint: string, status: number): string =>
  message`"${name}" could not be read: what answers at ${endpoint} is not the Secrets Manager agent (HTTP ${status}). Check "endpoint".`;
