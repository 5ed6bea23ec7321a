-- uses ended, vacancy
-- ARGV: limit, then three for each status: its letter, how long to keep, how many to keep.
-- Answers whether there is nothing at all, then the letter and id of each job that may go, of a status the oldest first.
local left, answer = tonumber(ARGV[3]), { 0 }
for i = 4, #ARGV, 3 do
	local letter = ARGV[i]
	local key = ENDED[letter]
	local size = call('ZCARD', key)
	if size > 0 and left > 0 then
		local old = call('ZCOUNT', key, '-inf', '(' .. whole(now - ARGV[i + 1]))
		local count = math.min(left, math.max(old, size - ARGV[i + 2]))
		if count > 0 then
			for _, id in ipairs(call('ZRANGE', key, 0, count - 1)) do
				answer[#answer + 1] = letter
				answer[#answer + 1] = id
			end
			left = left - count
		end
	end
end
if #answer == 1 and vacant() then
	answer[1] = 1
end
return answer
