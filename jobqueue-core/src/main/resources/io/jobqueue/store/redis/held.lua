-- uses guard, limits
-- ARGV: at how many lanes to look. Answers each limit that holds lanes back, and how many jobs wait in these.
limits.load()
local answer, from, left = {}, '-', tonumber(ARGV[3])
while left > 0 do
	local entry = call('ZRANGE', BLOCKED, from, '+', 'BYLEX', 'LIMIT', 0, 1)[1]
	if not entry then
		break
	end
	local name, jobs = string.match(entry, '^[^\31]*'), 0
	local parked = call('ZRANGE', BLOCKED, lanes.first(name), lanes.last(name), 'BYLEX', 'LIMIT', 0, left)
	for _, each in ipairs(parked) do
		local _, _, lane = lanes.split(each)
		jobs = jobs + call('ZLEXCOUNT', LANES, lanes.first(lane), lanes.last(lane))
	end
	answer[#answer + 1], answer[#answer + 2] = name, jobs
	from, left = lanes.last(name), left - #parked
end
return answer
