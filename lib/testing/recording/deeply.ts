/** A step of a recursion: its result, or the steps whose results it is made of. */
export type Step<T> =
  | { readonly result: T }
  | { readonly steps: readonly (() => Step<T>)[]; readonly make: (results: readonly T[]) => T };

/** Takes a recursion through all of its steps, in their order. The call stack does not grow: data may be of any depth. */
export function deeply<T>(first: Step<T>): T {
  const above: Level<T>[] = [];
  let level: Level<T> = { steps: [() => first], make: ([result]) => result as T, results: [] };
  for (;;) {
    const next = level.steps[level.results.length];
    if (next === undefined) {
      const result = level.make(level.results);
      const parent = above.pop();
      if (parent === undefined) return result;
      parent.results.push(result);
      level = parent;
      continue;
    }
    const step = next();
    if ('result' in step) {
      level.results.push(step.result);
    } else {
      above.push(level);
      level = { ...step, results: [] };
    }
  }
}

interface Level<T> {
  readonly steps: readonly (() => Step<T>)[];
  readonly make: (results: readonly T[]) => T;
  readonly results: T[];
}

/** The steps of a list. */
export const eachItem = <In, T>(
  items: readonly In[],
  step: (item: In) => Step<T>,
  make: (results: readonly T[]) => T,
): Step<T> => ({ steps: Array.from(items, (item) => () => step(item)), make });

/** The steps of an object, by the names of its members. */
export const eachMember = <In, T>(
  members: Readonly<Record<string, In>>,
  names: readonly string[],
  step: (member: In, name: string) => Step<T>,
  make: (results: readonly (readonly [name: string, result: T])[]) => T,
): Step<T> => ({
  steps: names.map((name) => () => step(members[name] as In, name)),
  make: (results) => make(results.map((result, index) => [names[index] as string, result])),
});
