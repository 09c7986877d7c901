import TestRunner from 'jest-runner';

/** Runs specs without measuring coverage, which would take longer than the specs themselves. */
export default class RunnerWithoutCoverage extends TestRunner {
  constructor(globalConfig, context) {
    super({ ...globalConfig, collectCoverage: false }, context);
  }
}
