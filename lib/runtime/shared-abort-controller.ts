import { setMaxListeners } from 'node:events';

/** A controller whose signal many wait for at once, which Node.js would otherwise take for listeners that leak. */
export const sharedAbortController = (): AbortController => {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
};
