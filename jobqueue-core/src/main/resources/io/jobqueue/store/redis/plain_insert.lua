-- uses wake
-- A plain job alone, before all functions that others need: each one that is made costs time with every call. It has no
-- delay, no time, no key of its own and no traits, in a queue without limits.
if #ARGV == 9 and ARGV[6] .. ARGV[7] .. ARGV[9] == '' and ARGV[8] ~= '' and not (GATE or LIMITED)
		and not (SIZE and ARGV[3] == '1') and call('EXISTS', FORWARD, FORGOTTEN) == 0 then
	local inserted = call('HSETNX', RECORDS, ARGV[4], NOW .. ARGV[8])
	if inserted == 1 then
		call('ZADD', QUEUED, whole(ARGV[5] * LEVEL + now), ARGV[4])
		wake()
	end
	return { inserted, 0 }
end
