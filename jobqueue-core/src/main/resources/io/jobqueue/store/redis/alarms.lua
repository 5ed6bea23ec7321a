-- uses limits
-- Which worker claims again when a rate or a hold allows the next start.
local alarms = {}

-- Makes the functions of this part, see lanes.
function alarms.load()
	-- Another worker than this one claims at the time of its alarm, if it has one.
	function alarms.release(worker)
		local other = string.match(lanes.gate().alarm or '', '^%d+\31(.*)$')
		if other == worker then
			call('HDEL', META, 'alarm')
			lanes.gate().alarm = nil
		end
	end

	-- When this worker is to claim again, nil if that is not known. Only one is to do so when a rate allows the next start.
	-- One without room for more jobs may not claim in time: then answers whether another one is to.
	function alarms.next(worker, room, idle)
		local next = limits.later(limits.get(''))
		if not next and room > 0 then
			next = tonumber(call('ZRANGE', COOLING, 0, 0, 'WITHSCORES')[2])
		elseif call('EXISTS', QUEUED, INTERRUPTED, TURNS) == 0 then
			next = nil
		end
		if not next or not idle then
			alarms.release(worker)
		end
		if not next then
			return nil
		end
		local before, other = string.match(lanes.gate().alarm or '', '^(%d+)\31(.*)$')
		if before and other ~= worker and tonumber(before) > now and tonumber(before) <= next + 1 then
			return nil
		end
		if not idle then
			return nil, true
		end
		call('HSET', META, 'alarm', whole(next) .. UNIT .. worker)
		return next
	end
end
