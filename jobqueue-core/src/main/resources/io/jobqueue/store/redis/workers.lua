-- Answers worker, end of its lease and who it is, of the workers whose lease has not run out and whose identity is noted.
local alive = call('ZRANGE', WORKERS, '(' .. whole(now), '+inf', 'BYSCORE', 'WITHSCORES')
local answer = {}
for i = 1, #alive, 2 do
	local info = call('HGET', INFO, alive[i])
	if info then
		answer[#answer + 1] = alive[i]
		answer[#answer + 1] = whole(tonumber(alive[i + 1]))
		answer[#answer + 1] = info
	end
end
return answer
