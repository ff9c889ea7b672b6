-- Writes the figures of the comments of one video, unless later ones stand there already.
-- KEYS: the video's hash, its history of comments, the list of its last comments
-- ARGV: name of the as-of field, as of (epoch ms), expiry (s), message ('' for none),
--       number of fields, names and values, number of points, then for each: slot, JSON, slot to drop,
--       longest list, then comments, the oldest first, for each: offset, JSON
local held = redis.call('HGET', KEYS[1], ARGV[1])
if held and tonumber(held) > tonumber(ARGV[2]) then
  return 0
end
local pairs = {ARGV[1], ARGV[2]}
local at = 6
for i = 1, 2 * tonumber(ARGV[5]) do
  pairs[#pairs + 1] = ARGV[at]
  at = at + 1
end
redis.call('HSET', KEYS[1], unpack(pairs))
redis.call('EXPIRE', KEYS[1], ARGV[3])
local points = tonumber(ARGV[at])
at = at + 1
for i = 1, points do
  redis.call('HSET', KEYS[2], ARGV[at], ARGV[at + 1])
  redis.call('HDEL', KEYS[2], ARGV[at + 2])
  at = at + 3
end
redis.call('EXPIRE', KEYS[2], ARGV[3])
local longest = tonumber(ARGV[at])
at = at + 1
if at <= #ARGV then
  local newest = redis.call('LINDEX', KEYS[3], 0)
  local last = -1
  if newest then
    last = tonumber(string.match(newest, '"offset":(%d+)')) or -1
  end
  while at <= #ARGV do
    if tonumber(ARGV[at]) > last then
      redis.call('LPUSH', KEYS[3], ARGV[at + 1])
    end
    at = at + 2
  end
  redis.call('LTRIM', KEYS[3], 0, longest - 1)
end
redis.call('EXPIRE', KEYS[3], ARGV[3])
if ARGV[4] ~= '' then
  redis.call('PUBLISH', KEYS[1], ARGV[4])
end
return 1
