-- uses wake
-- Jobs under limits wait in lanes. A lane is the set of limits that a job is under. LANED has all these jobs by score,
-- LANES has them by lane and then by score. TURNS has the lanes that may have a job to start, by the score of their
-- first job, in a fair queue by their turn. A lane that a limit holds back is parked in BLOCKED, by that limit and then
-- in the order of turns; PARKED has its entry. COOLING has the limits of which a rate or a hold allows the next start
-- later, by that time. SLOTS has the jobs that workers hold, by limit.
-- TURNS may have too many lanes: a claim removes those. A lane with a job is parked, or is in TURNS. It is parked only
-- while its limit is full or is cooling, or another lane of that limit is in TURNS. So a claim that takes a lane from
-- TURNS without a start lets another one of its limits have the turn.
local lanes = { rest = '-', relieved = false }

-- Makes the functions of this part. A plain queue does not need them, and each one costs time with every call.
function lanes.load()
	if lanes.of then
		return
	end
	-- The lane in the traits of a job, '' for none.
	function lanes.of(traits)
		return traits and string.match(traits, '\31l=([^\31\30]*)') or ''
	end

	-- To be called before jobs wait in lanes.
	function lanes.limit()
		if not LIMITED then
			LIMITED = '1'
			call('HSET', META, 'lanes', '1')
		end
	end

	-- The key of the values that take turns, nil unless the queue is fair; the present turn; the version of the rules.
	function lanes.gate()
		if not lanes.known then
			local fair, turn, version, alarm = unpack(call('HMGET', META, 'fair', 'turn', 'version', 'alarm'))
			lanes.known = { fair = fair and fair ~= '' and fair .. '=', turn = tonumber(turn or '0'),
				before = tonumber(turn or '0'), version = version or '-1', alarm = alarm }
		end
		return lanes.known
	end

	-- The range of the entries of a name. What follows UNIT is a space.
	function lanes.first(name) return '[' .. name .. UNIT end
	function lanes.last(name) return '(' .. name .. ' ' end

	function lanes.entry(name, score, last)
		return name .. UNIT .. text_of('%016.0f', score) .. UNIT .. last
	end

	function lanes.split(entry)
		local name, score, last = string.match(entry, '^([^\31]*)\31(%d+)\31(.*)$')
		return name, tonumber(score), last
	end

	-- When a lane has its turn that comes with a first job of this score.
	function lanes.order(score)
		local gate = GATE and lanes.gate()
		return gate and gate.fair and level(score) * LEVEL + gate.turn or score
	end

	function lanes.head(lane)
		return call('ZRANGE', LANES, lanes.first(lane), lanes.last(lane), 'BYLEX', 'LIMIT', 0, 1)[1]
	end

	function lanes.park(lane, limit, order)
		local entry = lanes.entry(limit, order, lane)
		call('ZADD', BLOCKED, 0, entry)
		call('HSET', PARKED, lane, entry)
	end

	-- A lane that has a job has its turn no later than this.
	function lanes.advance(lane, order)
		local parked = call('HGET', PARKED, lane)
		local limit, before = lanes.split(parked or '')
		if not parked then
			call('ZADD', TURNS, 'LT', whole(order), lane)
		elseif before and order < before then
			call('ZREM', BLOCKED, parked)
			lanes.park(lane, limit, order)
		end
	end

	-- Answers whether one of these lanes may have a job to start.
	local function lineUp(names, lowest)
		local parked, turns = call('HMGET', PARKED, unpack(names)), {}
		for i, lane in ipairs(names) do
			-- Behind a first job that waits already nothing changes for the lane.
			if lanes.head(lane) == lowest[lane].entry then
				local order = lanes.order(lowest[lane].score)
				local _, before = lanes.split(parked[i] or '')
				if before and order < before then
					-- Its limit may have room again, and a lane behind this one the turn.
					call('ZREM', BLOCKED, parked[i])
					call('HDEL', PARKED, lane)
				end
				if not before or order < before then
					turns[#turns + 1], turns[#turns + 2] = whole(order), lane
				end
			end
		end
		if #turns > 0 then
			call('ZADD', TURNS, 'LT', unpack(turns))
		end
		return #turns > 0
	end

	-- Adds jobs, each with lane, id and score. Answers whether a worker should be woken.
	function lanes.enter(jobs)
		local laned, entries, lowest, names = {}, {}, {}, {}
		for _, job in ipairs(jobs) do
			local lane, entry = job.lane, lanes.entry(job.lane, job.score, job.id)
			laned[#laned + 1], laned[#laned + 2] = whole(job.score), job.id
			entries[#entries + 1], entries[#entries + 2] = '0', entry
			if not lowest[lane] then
				names[#names + 1] = lane
			end
			if not lowest[lane] or entry < lowest[lane].entry then
				lowest[lane] = { entry = entry, score = job.score }
			end
		end
		lanes.limit()
		call('ZADD', LANED, unpack(laned))
		call('ZADD', LANES, unpack(entries))
		return lineUp(names, lowest)
	end

	-- Divides jobs that may start, score and id each, into those that wait in lanes, and the others. Answers the others,
	-- and whether a worker should be woken for the first.
	function lanes.divide(ready)
		local fair = GATE and lanes.gate().fair
		if not LIMITED and not fair then
			return ready, false
		end
		local ids, plain, laned = {}, {}, {}
		for i = 2, #ready, 2 do
			ids[i / 2] = ready[i]
		end
		local traits = call('HMGET', TRAITS, unpack(ids))
		for i, id in ipairs(ids) do
			local lane = lanes.of(traits[i])
			if lane == '' and fair then
				-- In a fair queue those without a value take turns with the others.
				lane = lanes.rest
			end
			if lane == '' then
				plain[#plain + 1], plain[#plain + 2] = ready[2 * i - 1], id
			else
				laned[#laned + 1] = { lane = lane, id = id, score = tonumber(ready[2 * i - 1]) }
			end
		end
		return plain, #laned > 0 and lanes.enter(laned)
	end

	-- Takes a job out of its lane; answers whether it was in one.
	function lanes.leave(id)
		local score = call('ZSCORE', LANED, id)
		if not score then
			return false
		end
		local lane = lanes.of(call('HGET', TRAITS, id))
		lane = lane == '' and lanes.rest or lane
		call('ZREM', LANED, id)
		call('ZREM', LANES, lanes.entry(lane, tonumber(score), id))
		local parked = call('HGET', PARKED, lane)
		if parked and not lanes.head(lane) then
			call('ZREM', BLOCKED, parked)
			call('HDEL', PARKED, lane)
		end
		return true
	end

	-- Lets a number of lanes that are parked for a limit have a turn. Answers how many.
	function lanes.unpark(limit, count)
		local parked = call('ZRANGE', BLOCKED, lanes.first(limit), lanes.last(limit), 'BYLEX', 'LIMIT', 0, count)
		if #parked > 0 then
			local turns, names = {}, {}
			for i, entry in ipairs(parked) do
				local _, order, lane = lanes.split(entry)
				turns[2 * i - 1], turns[2 * i], names[i] = whole(order), lane, lane
			end
			call('ZREM', BLOCKED, unpack(parked))
			call('HDEL', PARKED, unpack(names))
			call('ZADD', TURNS, 'LT', unpack(turns))
		end
		return #parked
	end

	-- Takes slots for jobs that start, and frees those of jobs that have stopped; each with its lane and id.
	function lanes.move(begun, halted)
		local taken, gone, freed = {}, {}, {}
		for _, job in ipairs(begun) do
			for name in string.gmatch(job.lane, '[^\28]+') do
				taken[#taken + 1], taken[#taken + 2] = '0', name .. UNIT .. job.id
			end
		end
		for _, job in ipairs(halted) do
			for name in string.gmatch(job.lane, '[^\28]+') do
				gone[#gone + 1] = name .. UNIT .. job.id
				freed[name] = (freed[name] or 0) + 1
			end
		end
		if #gone > 0 then
			call('ZREM', SLOTS, unpack(gone))
		end
		if #taken > 0 then
			call('ZADD', SLOTS, unpack(taken))
		end
		for name, count in pairs(freed) do
			if lanes.unpark(name, count) > 0 then
				lanes.relieved = true
			end
		end
	end

	local parks = {}

	-- The job is under other limits from now on, which are a field of its traits.
	function lanes.limitLater(id, field)
		parks[#parks + 1] = { id = id, field = field }
	end

	-- To be called behind settleTraits, and before jobs enter their next places.
	function lanes.settleParks()
		for _, job in ipairs(parks) do
			local text = string.gsub(call('HGET', TRAITS, job.id) or '', '\31l=[^\31\30]*', '') .. job.field
			call('HSET', TRAITS, job.id, text)
			if not TRAITED then
				call('HSET', META, 'traits', '1')
				TRAITED = '1'
			end
			lanes.note(text)
		end
		parks = {}
	end
end

-- To be called for each job that gets traits.
function lanes.note(traits)
	if string.find(traits, '\31l=', 1, true) then
		lanes.load()
		lanes.limit()
	end
end

-- Whether claims must ask here.
local function isGated()
	return GATE or LIMITED or (HELD_UNTIL and tonumber(HELD_UNTIL) > now)
end

if GATE or LIMITED or HELD_UNTIL then
	lanes.load()
end
