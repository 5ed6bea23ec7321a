-- uses flows
-- ARGV: id; in how many ms maintenance looks at it at the latest, or ''; for how many ms it is kept, or ''.
-- A flow is listed before it changes, and said to be kept after that.
local id = ARGV[3]
if ARGV[5] ~= '' then
	call('ZREM', look, id)
	call('ZADD', kept, whole(now + ARGV[5]), id)
else
	-- A full Redis refuses the first of these, and so takes no new flows.
	call('ZADD', all, 0, id)
	if ARGV[4] ~= '' then
		call('ZADD', look, 'LT', whole(now + ARGV[4]), id)
	end
	call('ZREM', kept, id)
end
return 1
