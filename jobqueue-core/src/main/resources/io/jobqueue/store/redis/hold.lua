-- uses guard
-- Lets no job of a limit start for a time. ARGV: name, ms. Answers until when.
local til = math.min(now + tonumber(ARGV[4]), LEVEL - 1)
call('ZADD', HOLDS, 'GT', whole(til), ARGV[3])
call('ZREMRANGEBYSCORE', HOLDS, '-inf', NOW)
local before = call('HGET', META, 'held')
call('HSET', META, 'held', whole(math.max(til, tonumber(before or '0'))))
return { whole(til) }
