const { AsyncLocalStorage } = require('node:async_hooks');

const used = new Set();

for (const method of ['run', 'enterWith']) {
  const original = AsyncLocalStorage.prototype[method];
  AsyncLocalStorage.prototype[method] = function (...args) {
    used.add(this);
    return original.apply(this, args);
  };
}

/** Before Node.js 24, a storage that was once used slows down every promise of the process until it is disabled. */
exports.disableUsed = () => {
  for (const storage of used) storage.disable();
  used.clear();
};
