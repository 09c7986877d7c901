/** @typedef {{ file: string, name: string }} Call */

/** @type {Call[] | undefined} */
let current;

globalThis.__hop = (file, name) => void current?.push({ file, name });

/** The calls of named functions that `work` makes, until it returns or, if it returns a promise, until that has settled. */
export const recorded = async (work) => {
  const calls = [];
  current = calls;
  try {
    const result = work();
    if (result instanceof Promise) await result;
  } finally {
    current = undefined;
  }
  return calls;
};

/** @param {readonly Call[]} calls */
export const summary = (calls) => {
  const hops = calls.filter(({ file }, index) => index > 0 && file !== calls[index - 1].file);
  const files = [...new Set(calls.map(({ file }) => file))];
  const rooms = files.map((file) => (file.includes('/') ? file.split('/')[0] : 'root'));
  return {
    calls: calls.length,
    functions: new Set(calls.map(({ file, name }) => `${file} ${name}`)).size,
    files: files.length,
    hops: hops.length,
    rooms: Object.fromEntries(rooms.map((room) => [room, rooms.filter((other) => other === room).length])),
  };
};
