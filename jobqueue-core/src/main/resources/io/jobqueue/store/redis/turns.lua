-- uses limits
-- Takes jobs of lanes, in one order with those of QUEUED.
local turns = { lanes = {}, had = {}, more = false, groups = {}, ROUNDS = 2, MOST = 50 }

-- Makes the functions of this part, see lanes.
function turns.load()
	limits.load()
	-- The value of the fair key that a lane has.
	local function groupOf(lane)
		local fair = lanes.gate().fair
		for name in string.gmatch(lane, '[^\28]+') do
			if string.sub(name, 1, #fair) == fair then
				return name
			end
		end
		return lanes.rest
	end

	-- The order of a lane with this first job, which may have changed since it lined up.
	local function orderNow(lane, score)
		if not lanes.gate().fair then
			return math.max(lane.order, score)
		end
		lane.group = lane.group or groupOf(lane.name)
		if turns.groups[lane.group] == nil then
			turns.groups[lane.group] = tonumber(call('ZSCORE', GROUPS, lane.group) or '0')
		end
		-- Another lane of the same value may have had the turn.
		return math.max(lane.order, level(score) * LEVEL + turns.groups[lane.group])
	end

	-- The entry of the first job of a lane that was not taken yet, nil if there is none.
	local function headOf(lane)
		local entry = lane.entries[lane.at]
		if not entry and not lane.all then
			local from = lane.last and '(' .. lane.last or lanes.first(lane.name)
			lane.entries, lane.at = call('ZRANGE', LANES, from, lanes.last(lane.name), 'BYLEX', 'LIMIT', 0, lane.chunk), 1
			lane.all, lane.chunk = #lane.entries < lane.chunk, 20
			entry = lane.entries[1]
		end
		return entry
	end

	local function lineUp(line, lane)
		local i = #line
		while i > 0 and (line[i].order > lane.order or (line[i].order == lane.order and line[i].name > lane.name)) do
			line[i + 1] = line[i]
			i = i - 1
		end
		line[i + 1] = lane
	end

	-- Reads the first lanes. Answers them, and the order up to which none is missing.
	local function readLanes(count)
		local read, line, names = call('ZRANGE', TURNS, 0, count - 1, 'WITHSCORES'), {}, {}
		for i = 1, #read, 2 do
			names[#names + 1] = read[i]
		end
		limits.read(names)
		for i, name in ipairs(names) do
			line[i] = { name = name, order = tonumber(read[2 * i]), entries = {}, at = 1, chunk = 2, limits = limits.ofLane(name) }
		end
		return line, #names == count and line[count].order or math.huge
	end

	-- Takes the first job of a lane if nothing holds it back; the lane lines up again if it has more.
	local function serve(line, lane, entry, taken)
		lane.full, lane.later = limits.hindrance(lane.limits)
		if lane.full then
			return
		end
		local _, score, id = lanes.split(entry)
		for _, limit in ipairs(lane.limits) do
			limits.use(limit, 1)
		end
		taken[#taken + 1], taken[#taken + 2] = id, whole(score)
		turns.lanes[id] = lane.name ~= lanes.rest and lane.name or ''
		lane.last, lane.at, lane.served = entry, lane.at + 1, true
		turns.gone[#turns.gone + 1], turns.ids[#turns.ids + 1] = entry, id
		local gate, follower = lanes.gate(), headOf(lane)
		if gate.fair then
			local group = groupOf(lane.name)
			gate.turn = gate.turn + 1
			turns.had[id] = { lane = lane.name, order = lane.order, group = group, before = turns.groups[group], turn = gate.turn }
			turns.groups[group] = gate.turn
			turns.changed = true
		end
		if follower then
			local _, next = lanes.split(follower)
			lane.order = gate.fair and level(next) * LEVEL + gate.turn or next
			lineUp(line, lane)
		else
			lane.empty = true
		end
	end

	-- Brings each lane that was looked at to where it is to be found. Answers whether others have got a turn instead.
	local function settleLanes(touched)
		local again, leaving, passed = {}, {}, false
		for _, lane in ipairs(touched) do
			if lane.served and not lane.empty and not lane.full then
				lane.full, lane.later = limits.hindrance(lane.limits)
			end
			if lane.empty or lane.full then
				leaving[#leaving + 1] = lane.name
			elseif lane.moved or lane.served then
				again[#again + 1], again[#again + 2] = whole(lane.order), lane.name
			end
		end
		if #leaving > 0 then
			call('ZREM', TURNS, unpack(leaving))
		end
		if #again > 0 then
			call('ZADD', TURNS, unpack(again))
		end
		for _, lane in ipairs(touched) do
			if lane.full and not lane.empty then
				lanes.park(lane.name, lane.full.name, lane.order)
				if lane.later then
					limits.cool(lane.full, lane.later)
				end
			end
		end
		for _, lane in ipairs(touched) do
			for _, limit in ipairs((lane.empty or lane.full) and lane.limits or {}) do
				if (limit.max or limit.every or limit.held > 0) and limits.handOn(limit, 50) > 0 then
					passed = true
				end
			end
		end
		return passed
	end

	-- Whether a job without limits goes before the first one of a lane.
	local function isBefore(score, id, lane)
		if score ~= lane.order or lanes.gate().fair then
			return score <= lane.order
		end
		-- Of the same millisecond: by their ids, as everywhere.
		local entry = headOf(lane)
		local _, _, first = lanes.split(entry or lanes.entry('', 0, ''))
		return not entry or id < first
	end

	-- Takes a number of jobs. Answers id and score of each.
	function turns.take(limit)
		local taken, plainTaken, at = {}, {}, 1
		limits.warm()
		local plain = call('ZRANGE', QUEUED, 0, limit - 1, 'WITHSCORES')
		for _ = 1, turns.ROUNDS do
			turns.gone, turns.ids = {}, {}
			local line, bound = readLanes(limit)
			local touched = { unpack(line) }
			while #taken < 2 * limit do
				local lane, score = line[1], tonumber(plain[2 * at])
				if score and lanes.gate().fair then
					-- Those that have waited since before the queue was fair go first.
					score = level(score) * LEVEL
				end
				if score and score <= bound and (not lane or isBefore(score, plain[2 * at - 1], lane)) then
					taken[#taken + 1], taken[#taken + 2] = plain[2 * at - 1], plain[2 * at]
					plainTaken[#plainTaken + 1] = plain[2 * at - 1]
					at = at + 1
				elseif not lane or lane.order > bound then
					break
				else
					table.remove(line, 1)
					local entry = headOf(lane)
					local _, head = lanes.split(entry or lanes.entry('', 0, ''))
					local order = entry and orderNow(lane, head)
					if not entry then
						lane.empty = true
					elseif order > lane.order then
						lane.order, lane.moved = order, true
						lineUp(line, lane)
					else
						serve(line, lane, entry, taken)
					end
				end
			end
			if #turns.gone > 0 then
				call('ZREM', LANES, unpack(turns.gone))
				call('ZREM', LANED, unpack(turns.ids))
			end
			local passed = settleLanes(touched)
			-- After lanes without jobs were removed, jobs of QUEUED may be next.
			turns.more = (passed or bound < math.huge) and (plain[2 * at] or call('EXISTS', TURNS) == 1)
			if #taken >= 2 * limit or not turns.more then
				break
			end
		end
		if #plainTaken > 0 then
			call('ZREM', QUEUED, unpack(plainTaken))
		end
		return taken
	end

	-- Takes interrupted jobs that may start. Those that a limit holds back are added to laned.
	local function divideInterrupted(first, taken, laned)
		local ids = {}
		for i = 1, #first, 2 do
			ids[#ids + 1] = first[i]
		end
		local traits = call('HMGET', TRAITS, unpack(ids))
		for i, id in ipairs(ids) do
			local lane = lanes.of(traits[i])
			local all = limits.ofLane(lane)
			if limits.hindrance(all) then
				laned[#laned + 1] = { lane = lane, id = id, score = tonumber(first[2 * i]) }
			else
				for _, limit in ipairs(all) do
					limits.use(limit, 1)
				end
				turns.lanes[id] = lane
				taken[#taken + 1], taken[#taken + 2] = id, first[2 * i]
			end
		end
	end

	-- The interrupted jobs that may start, up to a number. Those that a limit holds back wait in their lanes.
	function turns.takeInterrupted(limit)
		if not LIMITED then
			return call('ZPOPMIN', INTERRUPTED, limit)
		end
		local taken, laned = {}, {}
		-- Behind those that are held back, others go before all that were not interrupted.
		while #taken < 2 * limit and #laned < 500 do
			local first = call('ZPOPMIN', INTERRUPTED, limit - #taken / 2)
			if #first == 0 then
				break
			end
			divideInterrupted(first, taken, laned)
		end
		if #laned > 0 then
			lanes.enter(laned)
		end
		return taken
	end

	-- How many jobs the queue as a whole lets start. freed: jobs that have stopped and are not counted yet.
	function turns.room(freed)
		local queue, room = limits.get(''), math.huge
		if queue.max then
			room = queue.max + freed - tonumber(call('HGET', META, 'running') or '0') - call('ZCARD', LINE)
		end
		return math.max(0, math.min(room, limits.tokens(queue) or room))
	end

	-- What a claim of a number of jobs leaves to be written.
	function turns.write(started)
		limits.use(limits.get(''), started)
		limits.write()
		if turns.changed then
			local gate, groups = lanes.gate(), {}
			call('HSET', META, 'turn', whole(gate.turn))
			for name, turn in pairs(turns.groups) do
				if turn > 0 then
					groups[#groups + 1], groups[#groups + 2] = whole(turn), name
				end
			end
			if #groups > 0 then
				call('ZADD', GROUPS, unpack(groups))
			end
			-- A lane that lined up so long ago has one turn more at most.
			call('ZREMRANGEBYSCORE', GROUPS, '-inf', whole(gate.turn - 10000))
		end
	end

	-- Jobs that were taken do not start, as if they had had no turn. ids: in the order in which they were taken.
	function turns.undo(ids)
		for i = #ids, 1, -1 do
			for _, limit in ipairs(limits.ofLane(turns.lanes[ids[i]] or '')) do
				limits.use(limit, -1)
			end
			local had = turns.had[ids[i]]
			if had and turns.groups[had.group] == had.turn then
				turns.groups[had.group] = had.before
			end
			if had and lanes.head(had.lane) then
				lanes.advance(had.lane, had.order)
			end
		end
	end

	-- Jobs that were taken wait again, so limits for which lanes were parked may have room.
	function turns.recheck()
		local names = limits.known
		limits.known = {}
		for name in pairs(names) do
			if name ~= '' then
				limits.handOn(limits.get(name), 50)
			end
		end
	end
end
