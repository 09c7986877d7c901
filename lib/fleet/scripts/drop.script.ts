import { script } from './script.js';

/**
 * Deletes what is stored, and whatever was asked for until now.
 *
 * KEYS: 1 the entry.
 * ARGV: 1 how many milliseconds the entry is kept.
 * Answers: the floor: no ticket up to it can store any more.
 *
 * One script, so that no ticket is given between the two. The entry itself stays: without its tickets and its floor a fetch that
 * goes on could store.
 */
export const dropScript = script(
  'drop',
  `
  local time = redis.call('time')
  local last = tonumber(redis.call('hget', KEYS[1], 'last') or 0)
  local floor = string.format('%.0f', math.max(last + 1, time[1] * 1000000 + time[2]))
  redis.call('hset', KEYS[1], 'last', floor, 'floor', floor)
  redis.call('hdel', KEYS[1], 't', 'v', 'at', 'token', 'until')
  redis.call('pexpire', KEYS[1], ARGV[1])
  return floor
  `,
);
