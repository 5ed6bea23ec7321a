-- uses guard, limits
-- ARGV: most, names; without a name, those of limits that have a running job, most of them.
-- Answers for each its name, how many of its jobs run, and in how many ms the next may start.
limits.load()
local answer, names = {}, { unpack(ARGV, 4) }
if #names == 0 then
	local from = '-'
	while #names < tonumber(ARGV[3]) do
		local entry = call('ZRANGE', SLOTS, from, '+', 'BYLEX', 'LIMIT', 0, 1)[1]
		if not entry then
			break
		end
		local name = string.match(entry, '^[^\31]*')
		names[#names + 1] = name
		from = lanes.last(name)
	end
end
for _, name in ipairs(names) do
	local limit = limits.get(name)
	local running = name == '' and (call('HGET', META, 'running') or '0') + call('ZCARD', LINE)
		or call('ZLEXCOUNT', SLOTS, lanes.first(name), lanes.last(name))
	local size, later = #answer, limits.later(limit)
	answer[size + 1], answer[size + 2], answer[size + 3] = name, running, later and later - now or 0
end
return answer
