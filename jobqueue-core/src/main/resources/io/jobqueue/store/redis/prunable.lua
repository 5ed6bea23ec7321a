-- ARGV: letter of the status, how long to keep, how many to keep, limit. Answers the ids of the oldest that may go.
local key, limit = ENDED[ARGV[3]], tonumber(ARGV[6])
local old = call('ZCOUNT', key, '-inf', '(' .. whole(now - ARGV[4]))
local surplus = call('ZCARD', key) - ARGV[5]
local count = math.min(limit, math.max(old, surplus))
if count < 1 then
	return {}
end
return call('ZRANGE', key, 0, count - 1)
