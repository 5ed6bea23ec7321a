-- uses flows
-- ARGV: how many are kept that have ended, limit. Answers those that are to be deleted.
local surplus = call('ZCARD', kept) - ARGV[3]
local old = call('ZCOUNT', kept, '-inf', NOW)
local count = math.min(math.max(surplus, old), ARGV[4])
return count > 0 and call('ZRANGE', kept, 0, whole(count - 1)) or {}
