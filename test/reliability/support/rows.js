/** What `npm run test:reliability` measures: each row, and the figure that it has to reach. */
export const ROWS = {
  'wire faults, expired value': 'the outcome that its kind of failure has, and recovered after: all / all',
  'wire faults, empty cache': 'typed error within the deadline + 100 ms, nothing half-loaded: all',
  'outage of 60 s, 1,000 reads a second': 'failed reads 0; calls at most 10',
  'readers of an expired value': '1 call each, for 1,000 and 10,000, answered and failing',
  '25 names, 1 bad': '24 served and refreshed, for four kinds of bad',
  'fleet of 40 × 50 at 40 calls/s': '40 started, p95 at most 5 s, at most 420 calls',
  'schedules explored': 'at least 50,000 per property; 0 failures',
  'reads past maxAge + maxStale': '0, over freeze, blocked loop, clock ±1 h',
  'leak canary': 'at least 500 combinations; found 0',
  'canary in a heap snapshot': '0 after close, found before it',
  '1,000 simultaneous failing calls': '1 refresh; 1 repeat per call',
  'chaos for 60 s': '0 failed, wrong or torn reads',
  'memory after 10⁶ refreshes': 'at most +1 MB',
  'unhandled rejections and handles left': '0',
};
