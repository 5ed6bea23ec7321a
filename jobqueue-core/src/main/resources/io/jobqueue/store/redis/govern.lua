-- uses guard, wake
-- Replaces the rules of the queue. ARGV: the version that they must have, the next version, the next rules; letters
-- that say what claims must ask for: B for bounds, Q for one of the queue, F for fair order; the fair key or '';
-- the maximum size or ''; '1' if the newest job is first; then name and bound of each limit. Answers whether they were replaced.
local version, fair = unpack(call('HMGET', META, 'version', 'fair'))
if (version or '0') ~= ARGV[3] then
	return 0
end
call('HSET', META, 'version', ARGV[4], 'rules', ARGV[5])
call('DEL', LIMITS)
if #ARGV > 9 then
	call('HSET', LIMITS, unpack(ARGV, 10))
end
if ARGV[8] ~= '' then
	call('HSET', META, 'size', ARGV[8])
else
	call('HDEL', META, 'size')
end
if ARGV[9] ~= '' then
	call('HSET', META, 'lifo', '1')
else
	call('HDEL', META, 'lifo')
end
if ARGV[6] ~= '' then
	call('HSET', META, 'gate', ARGV[6])
else
	call('HDEL', META, 'gate')
end
if ARGV[7] == '' then
	call('HDEL', META, 'fair')
elseif ARGV[7] ~= fair then
	-- Turns begin with the time, so that lanes which line up by the age of their first job are in one order with them.
	call('HSET', META, 'fair', ARGV[7], 'turn', NOW)
	call('DEL', GROUPS)
end
wake()
return 1
