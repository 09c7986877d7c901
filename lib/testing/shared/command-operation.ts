/** What an AWS SDK v3 command needs to have for its operation to be told. */
export interface CommandLike {
  readonly input?: unknown;
  readonly schema?: unknown;
}

/**
 * The operation of an SDK command: from the schema that newer commands carry (it survives minifiers),
 * otherwise from the name of its class or of a class it extends.
 */
export function operationOfCommand(command: CommandLike): string | undefined {
  const { schema } = command;
  if (Array.isArray(schema) && typeof schema[2] === 'string') return schema[2];
  let prototype: unknown = Object.getPrototypeOf(command);
  while (prototype !== null && prototype !== undefined) {
    const { constructor } = prototype as { constructor?: { name?: string } };
    const operation = /^(\w+)Command$/.exec(constructor?.name ?? '')?.[1];
    if (operation !== undefined) return operation;
    prototype = Object.getPrototypeOf(prototype);
  }
  return undefined;
}
