/** A member of a class as messages name it: `OrdersRepository.password`. */
export const declarationLabel = (prototype: object, member: string | symbol): string =>
  `${prototype.constructor.name}.${String(member)}`;
