import { script } from './script.js';

/**
 * Keeps a place in the row of a fleet's calls: the generic cell rate algorithm, by the clock of the server.
 *
 * KEYS: 1 the moment at which the row ends, in milliseconds since 1970.
 * ARGV: 1 milliseconds between two calls, 2 calls that may follow each other at once, 3 the longest wait in milliseconds.
 * Answers: how many milliseconds to wait, rounded up; -1, and keeps no place, if that is longer than the longest wait.
 *
 * One script, since two processes that read the key before either writes it would get one place. The row is begun again where its
 * end is further away than it can be: the clock was set back, as a fail-over to another server may do.
 */
export const paceScript = script(
  'pace',
  `
  local interval, burst, longest = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
  local time = redis.call('time')
  local now = time[1] * 1000 + time[2] / 1000
  local row = tonumber(redis.call('get', KEYS[1]) or '0')
  if row < now or row > now + interval * burst + 120000 then row = now end
  row = row + interval
  local wait = math.max(0, math.ceil(row - interval * burst - now))
  if wait > longest then return -1 end
  redis.call('set', KEYS[1], string.format('%.3f', row), 'px', math.ceil(row - now) + 1000)
  return wait
  `,
);
