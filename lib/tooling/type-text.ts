const NAMES = new Map<unknown, string>([
  [String, 'string'],
  [Number, 'number'],
  [Boolean, 'boolean'],
  [Array, 'string[]'],
]);

/** A type of TypeScript, of which only a class is left at run time. */
export const typeText = (type: unknown): string => {
  const known = NAMES.get(type);
  if (known !== undefined) return known;
  return typeof type === 'function' && type !== Object ? type.name : 'unknown';
};
