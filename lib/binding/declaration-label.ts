/** A member of a class as messages name it: `OrdersRepository.password`. */
export const declarationLabel = (prototype: object, member: string | symbol): string =>
  `${prototype.constructor.name}.${String(member)}`;

const DECORATORS = { parameter: '@SsmParam', path: '@SsmParams', secret: '@SsmSecret' } as const;

export const decoratorOf = <Kind extends keyof typeof DECORATORS>(kind: Kind): (typeof DECORATORS)[Kind] =>
  DECORATORS[kind];
