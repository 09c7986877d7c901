import { script } from './script.js';

/**
 * Takes values, or the right to fetch them.
 *
 * KEYS: the entries. An entry is a hash: t, v, at are the ticket, the text and the moment of the fetch of what is stored; last is the
 * last ticket; token and until say who fetches and until when; floor is the last ticket that may no longer store.
 * ARGV: 1 the token of who asks, 2 how long a lease lasts and 3 how long an entry is kept at least, both in milliseconds; then for each
 * entry the greatest age in milliseconds, or else the ticket that the value has to be above, or -1.
 * Answers: for each entry {'value', ticket, age, text}, {'lease', ticket}, or {'wait', milliseconds of the lease, last ticket}.
 *
 * One script, so that of those who find nothing one gets the lease. A ticket is a number of the order in which fetches begin: what
 * was fetched with a later ticket is never replaced by an earlier one. It is the time in microseconds, and above the last one: so a
 * server that was emptied, or that lost the last writes in a fail-over, gives no ticket a second time. Ages are told by the clock of the server alone. A lease that
 * ends later than one can is none: the clock was set back.
 */
export const takeScript = script(
  'take',
  `
  local time = redis.call('time')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  local lease, kept = tonumber(ARGV[2]), tonumber(ARGV[3])
  local answers = {}
  for index, key in ipairs(KEYS) do
    local maxAge, after = tonumber(ARGV[2 * index + 2]), tonumber(ARGV[2 * index + 3])
    local entry = redis.call('hmget', key, 't', 'v', 'at', 'until', 'last')
    local age = entry[3] and now - entry[3] or -1
    local isYoung = age >= 0 and age < maxAge
    if entry[2] and (isYoung or after >= 0 and tonumber(entry[1]) > after) then
      answers[index] = {'value', entry[1], math.max(age, 0), entry[2]}
    elseif entry[4] and entry[4] - now > 0 and entry[4] - now <= lease then
      answers[index] = {'wait', entry[4] - now, entry[5]}
    else
      local ticket = string.format('%.0f', math.max((tonumber(entry[5]) or 0) + 1, time[1] * 1000000 + time[2]))
      redis.call('hset', key, 'last', ticket, 'token', ARGV[1], 'until', string.format('%.0f', now + lease))
      redis.call('pexpire', key, math.max(kept, redis.call('pttl', key)))
      answers[index] = {'lease', ticket}
    end
  end
  return answers
  `,
);
