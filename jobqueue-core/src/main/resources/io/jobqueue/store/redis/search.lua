-- KEYS: …, the sorted set. ARGV: score, id after which to go on or '', limit.
-- Answers id and score, the highest first.
local key, id, limit = KEYS[EXTRA + 1], ARGV[4], tonumber(ARGV[5])
local start = 0
if id ~= '' then
	local rank = call('ZREVRANK', key, id)
	if rank then
		start = rank + 1
	else
		-- It is gone: go on where it would be among those of its score.
		start = call('ZCOUNT', key, '(' .. ARGV[3], '+inf')
		local stop = start + call('ZCOUNT', key, ARGV[3], ARGV[3])
		while start < stop do
			local middle = math.floor((start + stop) / 2)
			if call('ZREVRANGE', key, middle, middle)[1] > id then
				start = middle + 1
			else
				stop = middle
			end
		end
	end
end
return call('ZREVRANGE', key, start, start + limit - 1, 'WITHSCORES')
