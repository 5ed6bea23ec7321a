-- Notes where a job went, unless a later move is noted.
local function forward(id, target, delivery, worker)
	local known = call('HGET', FORWARD, id)
	local before = known and tonumber(string.match(known, '^[^\31]*\31(%d+)'))
	if before and before >= tonumber(delivery) then
		return 0
	end
	call('HSET', FORWARD, id, table.concat({ target, delivery, worker }, UNIT))
	return 1
end
