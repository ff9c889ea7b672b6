-- Writes the figures of one metric of one video, unless later ones stand there already.
-- KEYS: the video's hash, its history of this metric
-- ARGV: one MessagePack array of texts:
--       id, name of the as-of field, as of (epoch ms), expiry (s), message ('' for none),
--       standing ('live' viewers longitude latitude | 'ended' at | 'forgotten' | ''; always four),
--       number of fields to set, names and values, number of fields to delete, names,
--       how long points are kept (s), then for each point: slot, JSON
local args = cmsgpack.unpack(ARGV[1])
local id, field, asOf, expiry, message, standing = unpack(args, 1, 6)
local held = redis.call('HGET', KEYS[1], field)
if held and tonumber(held) > tonumber(asOf) then
  return 0
end
local at = 10
local sets = tonumber(args[at])
redis.call('HSET', KEYS[1], field, asOf, unpack(args, at + 1, at + 2 * sets))
at = at + 2 * sets + 1
local deletes = tonumber(args[at])
if deletes > 0 then
  redis.call('HDEL', KEYS[1], unpack(args, at + 1, at + deletes))
end
redis.call('EXPIRE', KEYS[1], expiry)
at = at + deletes + 1
local kept = tonumber(args[at])
if at < #args then
  redis.call('HSET', KEYS[2], unpack(args, at + 1))
  local dropped = {}
  for i = at + 1, #args, 2 do
    dropped[#dropped + 1] = tonumber(args[i]) - kept
  end
  redis.call('HDEL', KEYS[2], unpack(dropped))
end
redis.call('EXPIRE', KEYS[2], expiry)
if standing == 'live' then
  redis.call('ZADD', 'videos:live', args[7], id)
  redis.call('ZREM', 'videos:ended', id)
  if args[8] ~= '' then
    redis.call('GEOADD', 'videos:geo', args[8], args[9], id)
  else
    redis.call('ZREM', 'videos:geo', id)
  end
elseif standing ~= '' then
  redis.call('ZREM', 'videos:live', id)
  redis.call('ZREM', 'videos:geo', id)
  if standing == 'ended' then
    redis.call('ZADD', 'videos:ended', args[7], id)
  else
    redis.call('ZREM', 'videos:ended', id)
  end
end
if message ~= '' then
  redis.call('PUBLISH', KEYS[1], message)
end
return 1
