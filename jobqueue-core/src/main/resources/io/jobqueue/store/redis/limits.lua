-- uses lanes
-- The bounds of limits. Nothing is counted that could become wrong: a limit has as many jobs running as it has entries
-- in SLOTS.
local limits = { known = {}, bounds = {} }

-- Makes the functions of this part, see lanes.
function limits.load()
	if limits.get then
		return
	end
	lanes.load()
	local MICROS = time[1] * 1000000 + time[2]

	local function classOf(name)
		return string.match(name, '^[^=]*')
	end

	-- Reads the bounds of the limits of lanes by one call.
	function limits.read(names)
		local open, seen = {}, {}
		local function want(name)
			if limits.bounds[name] == nil and not seen[name] then
				seen[name], open[#open + 1] = true, name
			end
		end
		for _, lane in ipairs(names) do
			for name in string.gmatch(lane, '[^\28]+') do
				want(name)
				want(classOf(name))
			end
		end
		if #open > 0 then
			local found = call('HMGET', LIMITS, unpack(open))
			for i, name in ipairs(open) do
				limits.bounds[name] = found[i] or false
			end
		end
	end

	-- Until when a limit is held back, 0 for not.
	local function heldUntil(name)
		if not HELD_UNTIL or tonumber(HELD_UNTIL) <= now then
			return 0
		end
		local own, class = unpack(call('ZMSCORE', HOLDS, name, classOf(name)))
		return math.max(tonumber(own or '0'), tonumber(class or '0'))
	end

	-- A limit: 'tenant=acme' has a bound of its own, or that of 'tenant', or none.
	function limits.get(name)
		local limit = limits.known[name]
		if not limit then
			if limits.bounds[name] == nil then
				limits.bounds[name] = call('HGET', LIMITS, name)
			end
			if not limits.bounds[name] and limits.bounds[classOf(name)] == nil then
				limits.bounds[classOf(name)] = call('HGET', LIMITS, classOf(name))
			end
			local bound = limits.bounds[name] or limits.bounds[classOf(name)] or ''
			local max, every, burst = string.match(bound, '^(%d*)|(%d*)|(%d*)$')
			limit = { name = name, max = tonumber(max), every = tonumber(every), burst = tonumber(burst), held = heldUntil(name) }
			if limit.max and name ~= '' then
				limit.used = call('ZLEXCOUNT', SLOTS, lanes.first(name), lanes.last(name))
			end
			if limit.every then
				limit.at = math.max(tonumber(call('ZSCORE', RATES, name) or '0'), MICROS)
				if limit.at > MICROS + limit.burst * limit.every + 1000000 then
					-- It was used by a slower rate that was replaced: one job may start at once.
					limit.at = MICROS + (limit.burst - 1) * limit.every
				end
			end
			limits.known[name] = limit
		end
		return limit
	end

	-- From when on a job of a limit may start as far as its rate and a hold allow, nil for now.
	function limits.later(limit)
		local later = limit.held
		if limit.every then
			local at = limit.at - (limit.burst - 1) * limit.every
			if at > MICROS then
				later = math.max(later, math.ceil(at / 1000))
			end
		end
		return later > now and later or nil
	end

	-- How many jobs may start as far as the rate and a hold allow, nil for any number.
	function limits.tokens(limit)
		if limit.held > now then
			return 0
		end
		return limit.every and math.max(0, floor((MICROS + limit.burst * limit.every - limit.at) / limit.every))
	end

	-- How many jobs may start, nil for any number.
	function limits.free(limit)
		local slots, tokens = limit.max and math.max(0, limit.max - limit.used), limits.tokens(limit)
		return slots and tokens and math.min(slots, tokens) or slots or tokens
	end

	function limits.use(limit, count)
		if limit.used then
			limit.used = limit.used + count
		end
		if limit.every then
			limit.at, limit.changed = limit.at + count * limit.every, true
		end
	end

	function limits.cool(limit, later)
		call('ZADD', COOLING, whole(later), limit.name)
	end

	-- The limit that holds a lane back, nil for none; and from when on it does so no more, nil for when a job has stopped.
	function limits.hindrance(all)
		for _, limit in ipairs(all) do
			if limit.max and limit.used >= limit.max then
				return limit, nil
			end
		end
		for _, limit in ipairs(all) do
			local later = limits.later(limit)
			if later then
				return limit, later
			end
		end
	end

	function limits.ofLane(lane)
		local list = {}
		for name in string.gmatch(lane, '[^\28]+') do
			if name ~= lanes.rest then
				list[#list + 1] = limits.get(name)
			end
		end
		return list
	end

	-- Gives the turns of a limit to lanes that are parked for it. Answers how many, and whether more are parked.
	function limits.handOn(limit, most)
		local free = limits.free(limit)
		if free == 0 then
			local later = not (limit.max and limit.used >= limit.max) and limits.later(limit)
			if later and #call('ZRANGE', BLOCKED, lanes.first(limit.name), lanes.last(limit.name), 'BYLEX', 'LIMIT', 0, 1) > 0 then
				limits.cool(limit, later)
			end
			return 0
		end
		return lanes.unpark(limit.name, free and math.min(free, most) or most)
	end

	-- Limits whose time has come.
	function limits.warm()
		for _, name in ipairs(call('ZRANGE', COOLING, '-inf', NOW, 'BYSCORE', 'LIMIT', 0, 50)) do
			call('ZREM', COOLING, name)
			limits.handOn(limits.get(name), 50)
		end
	end

	function limits.write()
		local rates = {}
		for name, limit in pairs(limits.known) do
			if limit.changed then
				rates[#rates + 1], rates[#rates + 2] = whole(limit.at), name
				limit.changed = false
			end
		end
		if #rates > 0 then
			call('ZADD', RATES, unpack(rates))
		end
	end
end
