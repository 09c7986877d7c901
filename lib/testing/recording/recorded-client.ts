import { operationOfCommand, type CommandLike } from '../shared/command-operation.js';
import type { Session } from './open-recordings.js';
import { OPERATION_OF_METHOD } from './plain-methods.js';
import { recordedError, recordedOutput } from './recorded-outcome.js';
import { recordedInput } from './recorded-input.js';
import type { Question } from './recording.messages.js';

type Method = (...args: unknown[]) => unknown;

/** Whether a client can be recorded: it sends commands, or has a method of AWS. */
export const isClient = (client: unknown): boolean =>
  ((typeof client === 'object' && client !== null) || typeof client === 'function') &&
  ['send', ...OPERATION_OF_METHOD.keys()].some(
    (method) => typeof Reflect.get(client, method as string) === 'function',
  );

/**
 * The client to all appearances. Its methods run on the client itself, as private members need it; and it is not the
 * target of the proxy, so that a frozen client can be recorded too.
 */
export function recordedClient<Client extends object>(
  client: Client,
  session: Session,
  keepsValues: boolean,
): Client {
  const record = async (question: Question, call: () => unknown): Promise<unknown> => {
    const turn = session.recording.begin(question, keepsValues);
    let output: unknown;
    try {
      output = await call();
    } catch (error) {
      if ((error as Error | undefined)?.name === 'AbortError') turn.drop();
      else turn.finish(recordedError(error));
      throw error;
    }
    turn.finish(recordedOutput(output));
    return output;
  };

  const endedAfter = (destroy: () => unknown): unknown => {
    try {
      return destroy();
    } finally {
      session.end();
    }
  };

  const wrapped = (method: Method, key: string | symbol): Method =>
    new Proxy(method, {
      apply(_method, _self, args: unknown[]) {
        const call = (): unknown => Reflect.apply(method, client, args);
        if (key === 'destroy') return endedAfter(call);
        const question = questionOf(key, args[0]);
        return question === undefined || args.some(isCallback) ? call() : record(question, call);
      },
    });

  return new Proxy(Object.create(Object.getPrototypeOf(client) as object | null) as Client, {
    get(_shadow, key) {
      const member: unknown = Reflect.get(client, key);
      return typeof member === 'function' ? wrapped(member as Method, key) : member;
    },
    set: (_shadow, key, value) => Reflect.set(client, key, value),
    has: (_shadow, key) => Reflect.has(client, key),
  });
}

const isCallback = (argument: unknown): boolean => typeof argument === 'function';

/** What is asked of AWS by calling a method; nothing, if the method is none of AWS's. */
function questionOf(key: string | symbol, argument: unknown): Question | undefined {
  if (key === 'send') {
    const command = argument as CommandLike;
    return { operation: operationOfCommand(command) ?? 'Unknown', input: recordedInput(command.input) };
  }
  const operation = OPERATION_OF_METHOD.get(key);
  return operation === undefined ? undefined : { operation, input: recordedInput(argument) };
}
