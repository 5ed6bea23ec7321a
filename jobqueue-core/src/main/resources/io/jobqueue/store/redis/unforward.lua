-- uses guard
-- ARGV: for each job its id, and its forwarding entry or the queue in that. Answers how many entries were removed.
local removed = 0
for i = 3, #ARGV, 2 do
	local id, expected = ARGV[i], ARGV[i + 1]
	local known = call('HGET', FORWARD, id)
	if known and (known == expected or string.sub(known, 1, #expected + 1) == expected .. UNIT) then
		removed = removed + call('HDEL', FORWARD, id)
	end
end
return removed
