-- uses state, due

-- Adds a job that waits; answers whether somebody should be woken for it.
local function await(id, fields, due)
	local rank = level(tonumber(fields[SCORE]))
	fields[STATUS] = 'W'
	fields[SCORE] = whole(rank * LEVEL + due)
	fields[ORIGIN] = 'q'
	if due <= now + 1 then
		call('ZADD', QUEUED, fields[SCORE], id)
		return true
	end
	local earliest = nextDue()
	call('ZADD', RETRY, whole(due * 256 + rank), id)
	return not earliest or due < earliest
end
