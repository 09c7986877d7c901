/** Throws what a contract does not hold of. */
export const ensure = (holds: boolean, fault: string): void => {
  if (!holds) throw new Error(`The contract is broken: ${fault}.`);
};

/** Fulfilled when a promise has settled, however it did. */
export const outcomeOf = async (promise: Promise<unknown> | undefined): Promise<void> => {
  await Promise.allSettled([promise]);
};
