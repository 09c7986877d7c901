import { script } from './script.js';

/** A counter of messages that nobody has counted up for a week, in milliseconds, is forgotten. */
const KEPT = 7 * 24 * 3_600_000;

/**
 * Sends a message with its number.
 *
 * KEYS: 1 the number of the last message.
 * ARGV: 1 the channel, 2 the message.
 * Answers: the number of the message. What is sent is the number, a space and the message.
 *
 * One script, so that messages come in the order of their numbers: a number that is left out tells of a missed message.
 */
export const publishScript = script(
  'publish',
  `
  local number = redis.call('incr', KEYS[1])
  redis.call('pexpire', KEYS[1], ${KEPT})
  redis.call('publish', ARGV[1], number .. ' ' .. ARGV[2])
  return number
  `,
);
