const isContainer = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);

/** Freezes plain data all the way down, however deep it nests. */
export const deepFreeze = <T>(data: T): T => {
  const left: unknown[] = [data];
  while (left.length > 0) {
    const value = left.pop();
    if (isContainer(value) && !Object.isFrozen(value)) left.push(...Object.values(Object.freeze(value)));
  }
  return data;
};
