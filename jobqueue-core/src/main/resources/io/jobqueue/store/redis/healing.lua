-- uses relieving
-- What maintenance does for limits. It finds something only after a server has lost writes.
local heal

do
	-- Reads a sorted set behind an entry, up to a number. Answers the entry to go on behind, '' at the end.
	local function walk(key, cursor, count, visit)
		for _ = 1, count do
			local entry = call('ZRANGE', key, cursor == '' and '-' or cursor, '+', 'BYLEX', 'LIMIT', 0, 1)[1]
			if not entry then
				return ''
			end
			cursor = visit(entry)
		end
		return cursor
	end

	-- A lane with a job that is in no place.
	local function visitLane(entry)
		local lane, score = lanes.split(entry)
		if not call('ZSCORE', TURNS, lane) and call('HEXISTS', PARKED, lane) == 0 then
			call('ZADD', TURNS, whole(lanes.order(score)), lane)
		end
		return lanes.last(lane)
	end

	-- A slot of a job that no worker holds.
	local function visitSlot(entry)
		local name, id = string.match(entry, '^([^\31]*)\31(.*)$')
		local state = call('HGET', STATE, id)
		if not state or not string.find(state, '^[NPSL]') then
			call('ZREM', SLOTS, entry)
			lanes.unpark(name, 1)
		end
		return '(' .. entry
	end

	-- One part of the lanes, slots and limits of the queue.
	function heal(count)
		limits.load()
		call('ZREMRANGEBYSCORE', RATES, '-inf', whole(now * 1000))
		call('ZREMRANGEBYSCORE', HOLDS, '-inf', NOW)
		if call('EXISTS', LANES, TRAITS) == 0 then
			call('HDEL', META, 'lanes', 'sweep')
			call('DEL', TURNS, BLOCKED, PARKED, COOLING, SLOTS)
			return
		end
		local lane, slot, limit = string.match(call('HGET', META, 'sweep') or '', '^([^\30]*)\30([^\30]*)\30(.*)$')
		lane = walk(LANES, lane or '', count, visitLane)
		slot = walk(SLOTS, slot or '', count, visitSlot)
		limit = relieve(limit or '', 5)
		call('HSET', META, 'sweep', lane .. '\30' .. slot .. '\30' .. limit)
	end
end
