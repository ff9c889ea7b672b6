-- Writes the figures of one metric of one video, unless later ones stand there already.
-- KEYS: the video's hash, its history of this metric
-- ARGV: id, name of the as-of field, as of (epoch ms), expiry (s), message ('' for none),
--       standing ('live' viewers longitude latitude | 'ended' at | 'forgotten' | ''; always four),
--       number of fields to set, names and values, number of fields to delete, names,
--       then for each point: slot, JSON, slot to drop
local id, field, asOf = ARGV[1], ARGV[2], ARGV[3]
local held = redis.call('HGET', KEYS[1], field)
if held and tonumber(held) > tonumber(asOf) then
  return 0
end
local at = 10
local sets = tonumber(ARGV[at])
local pairs = {field, asOf}
for i = at + 1, at + 2 * sets do
  pairs[#pairs + 1] = ARGV[i]
end
redis.call('HSET', KEYS[1], unpack(pairs))
at = at + 2 * sets + 1
local deletes = tonumber(ARGV[at])
for i = at + 1, at + deletes do
  redis.call('HDEL', KEYS[1], ARGV[i])
end
at = at + deletes + 1
redis.call('EXPIRE', KEYS[1], ARGV[4])
while at <= #ARGV do
  redis.call('HSET', KEYS[2], ARGV[at], ARGV[at + 1])
  redis.call('HDEL', KEYS[2], ARGV[at + 2])
  at = at + 3
end
redis.call('EXPIRE', KEYS[2], ARGV[4])
local standing = ARGV[6]
if standing == 'live' then
  redis.call('ZADD', 'videos:live', ARGV[7], id)
  redis.call('ZREM', 'videos:ended', id)
  if ARGV[8] ~= '' then
    redis.call('GEOADD', 'videos:geo', ARGV[8], ARGV[9], id)
  else
    redis.call('ZREM', 'videos:geo', id)
  end
elseif standing ~= '' then
  redis.call('ZREM', 'videos:live', id)
  redis.call('ZREM', 'videos:geo', id)
  if standing == 'ended' then
    redis.call('ZADD', 'videos:ended', ARGV[7], id)
  else
    redis.call('ZREM', 'videos:ended', id)
  end
end
if ARGV[5] ~= '' then
  redis.call('PUBLISH', KEYS[1], ARGV[5])
end
return 1
