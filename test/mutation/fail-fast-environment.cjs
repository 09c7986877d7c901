const { TestEnvironment } = require('jest-environment-node');
const { disableUsed } = require('./async-storages.cjs');

/** Skips the rest of a test file after its first failure, which is all that a mutant has to cause. */
module.exports = class FailFastEnvironment extends TestEnvironment {
  #hasFailed = false;

  handleTestEvent({ name, test }) {
    if (name === 'test_fn_failure' || name === 'hook_failure') this.#hasFailed = true;
    if (name === 'test_start' && this.#hasFailed) test.mode = 'skip';
  }

  async teardown() {
    disableUsed();
    await super.teardown();
  }
};
