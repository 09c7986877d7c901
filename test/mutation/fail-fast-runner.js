import TestRunner from 'jest-runner';

/** Runs no further test file after one that failed, which is all that a mutant has to cause. */
export default class FailFastRunner extends TestRunner {
  runTests(tests, watcher, options) {
    const stopListening = this.on('test-file-success', ([, { numFailingTests }]) => {
      if (numFailingTests > 0) watcher.setState({ interrupted: true });
    });
    return super.runTests(tests, watcher, options).finally(stopListening);
  }
}
