/** A function whose first call with a key does the work, and whose other calls with it get the same promise. */
export const once = (work) => {
  const done = new Map();
  return (key) => {
    if (!done.has(key)) done.set(key, work(key));
    return done.get(key);
  };
};
