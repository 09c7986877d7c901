import { script } from './script.js';

/**
 * Stores what was fetched with tickets, and ends the leases.
 *
 * KEYS: the entries.
 * ARGV: 1 the token of who fetched; then for each entry the ticket, the milliseconds since the fetch began, how many milliseconds the
 * entry is kept, and the text; an empty text stores nothing, and only ends the lease.
 * Answers: for each entry 1, or 0 if nothing was stored.
 *
 * One script, so that nobody stores between the comparison of the tickets and the write. A ticket that is not above the floor, or below
 * that of what is stored, came too late.
 */
export const putScript = script(
  'put',
  `
  local time = redis.call('time')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  local stored = {}
  for index, key in ipairs(KEYS) do
    local first = 4 * index - 2
    local ticket, text = tonumber(ARGV[first]), ARGV[first + 3]
    local entry = redis.call('hmget', key, 't', 'floor', 'token')
    if entry[3] == ARGV[1] then redis.call('hdel', key, 'token', 'until') end
    stored[index] = 0
    if text ~= '' and ticket > tonumber(entry[2] or 0) and ticket >= tonumber(entry[1] or 0) then
      local at = string.format('%.0f', now - ARGV[first + 1])
      redis.call('hset', key, 't', ARGV[first], 'v', text, 'at', at)
      redis.call('pexpire', key, ARGV[first + 2])
      stored[index] = 1
    end
  end
  return stored
  `,
);
