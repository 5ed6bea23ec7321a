-- uses turns
-- Takes jobs of a queue whose order is the newest first.
local takeNewest
if NEWEST then
	local PASSED_OVER = 500
	local held = HELD_UNTIL and tonumber(HELD_UNTIL) > now
	local parked = {}

	local function firstScore(key, from)
		return tonumber(call('ZRANGE', key, whole(from), '+inf', 'BYSCORE', 'LIMIT', 0, 1, 'WITHSCORES')[2] or math.huge)
	end

	-- The newest jobs of the level that begins with this score, without a number of them.
	local function newestOf(key, lowest, without, most)
		return call('ZRANGE', key, whole(lowest + LEVEL - 1), whole(lowest), 'BYSCORE', 'REV', 'LIMIT', without, most, 'WITHSCORES')
	end

	-- Parks a lane if a limit is held back.
	local function isHeld(lane)
		if parked[lane] == nil then
			local limit, later = limits.hindrance(limits.ofLane(lane))
			parked[lane] = limit ~= nil
			if limit and call('HEXISTS', PARKED, lane) == 0 then
				local _, score = lanes.split(lanes.head(lane))
				call('ZREM', TURNS, lane)
				lanes.park(lane, limit.name, lanes.order(score))
				limits.cool(limit, later)
			end
		end
		return parked[lane]
	end

	-- Takes the newest jobs of a level. Answers how many were passed over because a limit is held back.
	local function takeLevel(taken, lowest, most)
		local passed, complete = 0, false
		repeat
			local left, ids, i, j = most - #taken / 2, {}, 1, 1
			local plain = newestOf(QUEUED, lowest, 0, left)
			local laned = LIMITED and newestOf(LANED, lowest, passed, left) or {}
			complete = #laned < 2 * left
			while #taken / 2 < most and (laned[j] or (complete and plain[i])) do
				local newer = tonumber(plain[i + 1] or '-1') - tonumber(laned[j + 1] or '-1')
				if newer > 0 or (newer == 0 and plain[i] > laned[j]) then
					taken[#taken + 1], taken[#taken + 2], ids[#ids + 1] = plain[i], plain[i + 1], plain[i]
					i = i + 2
				else
					local id, lane = laned[j], lanes.of(call('HGET', TRAITS, laned[j]))
					if held and isHeld(lane) then
						passed = passed + 1
					else
						taken[#taken + 1], taken[#taken + 2] = id, laned[j + 1]
						turns.lanes[id] = lane
						lanes.leave(id)
					end
					j = j + 2
				end
			end
			if #ids > 0 then
				call('ZREM', QUEUED, unpack(ids))
			end
		until complete or #taken / 2 >= most or passed >= PASSED_OVER
		return passed
	end

	-- Takes the newest jobs of the highest priorities. A queue of this order has no bounds, only limits that are held back.
	function takeNewest(most)
		local taken, passed, from = {}, 0, 0
		if LIMITED then
			limits.warm()
		end
		while #taken / 2 < most and passed < PASSED_OVER do
			local first = math.min(firstScore(QUEUED, from), LIMITED and firstScore(LANED, from) or math.huge)
			if first == math.huge then
				break
			end
			local lowest = level(first) * LEVEL
			passed = passed + takeLevel(taken, lowest, most)
			from = lowest + LEVEL
		end
		if passed >= PASSED_OVER and #taken / 2 < most then
			-- Without an order, but without those that are held back.
			for _, value in ipairs(turns.take(most - #taken / 2)) do
				taken[#taken + 1] = value
			end
		end
		if LIMITED and call('EXISTS', LANED) == 0 then
			call('DEL', TURNS)
		end
		return taken
	end
end
