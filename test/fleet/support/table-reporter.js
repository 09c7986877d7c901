import TableReporter from '../../reliability/support/table-reporter.js';
import { ROWS } from './rows.js';

/** The table of `npm run test:fleet`. */
export default class FleetTableReporter extends TableReporter {
  rows = ROWS;

  constructor(globalConfig) {
    super(globalConfig);
    this.isPartial =
      globalConfig.nonFlagArgs.join() !== 'test/fleet' || Boolean(globalConfig.testNamePattern);
  }
}
