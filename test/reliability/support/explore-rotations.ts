import { exploreRotations } from '../../support/rotation-schedules/explore-rotations.js';

// Errors are made by the million here, and nobody reads where.
Error.stackTraceLimit = 0;

process.on('message', ({ runs }: { runs: number }) => {
  void exploreRotations(runs).then((explored) => process.send?.(explored));
});
