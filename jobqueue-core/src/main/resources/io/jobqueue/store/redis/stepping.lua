-- uses plain, state, records, places
-- Changes of jobs that were decided outside: each is made if the job is still as it was seen then.

-- The number of arguments of a change, and of a success that is nothing more.
local WIDTH, PLAIN = 16, 3

-- The state after a success of a job that never ran before here, nil for any other job.
local MINE_LINED = WAITS .. worker .. UNIT
local function firstSuccess(text)
	local start = string.sub(text, 1, #MINE)
	if start == MINE or start == MINE_LINED then
		return DONE .. string.sub(text, 2) .. UNIT .. NOW
	end
end

-- The state after a success of another job of this worker; else what came of it before: 1 the same, 2 another one.
local function laterSuccess(id, delivery, text)
	local state = text and parse(text)
	if state and state[DELIVERY] == delivery and state[WORKER] == worker then
		if state[STATUS] == 'S' or state[STATUS] == HELD then
			state.history = append(state.history, attempt(state) .. NOW .. UNIT .. 'U' .. UNIT)
			state[STATUS], state[ENDS], state[UNKNOWN], state[LOSSES] = 'U', NOW, '', '0'
			state[PROGRESS], state[SAID], state[CLOSED], state[INTERRUPTIONS] = '1', '', 'f', ''
			return 0, format(state)
		end
		return state[CLOSED] == 'f' and 1 or 2
	elseif not text then
		local forward = call('HGET', FORWARD, id)
		if forward and string.match(forward, '^[^\31]*\31([^\31]*\31[^\31]*)') == delivery .. UNIT .. worker then
			return 1
		end
	end
	return 2
end

-- Whether it is a success and nothing more.
local function isPlain(kind)
	return kind == 'OK' or string.byte(kind) == 61
end

local writes = { states = {}, results = {}, errors = {}, cured = {}, moving = {}, gone = {} }

local function put(list, one, other)
	local size = #list
	list[size + 1], list[size + 2] = one, other
end

local change

-- Makes change. A success that is nothing more does not need it, and each function that is made costs time with every
-- call.
local function loadChange()
	local PLACES = { Q = QUEUED, H = SCHEDULED, R = RETRY, I = INTERRUPTED }

	-- The time and the score in a text that was written before they were known.
	local function filled(text, score)
		if not string.find(text, ENTRY, 1, true) then
			return text
		end
		return (string.gsub(text, '\30(.)', { n = NOW, s = score }))
	end

	-- The index of the job's key, nil where the change does not name it.
	local function keyOf(at)
		return ARGV[at + 12] ~= '' and ARGV[at + 12] + EXTRA or nil
	end

	-- Takes the job out of its place; answers whether it was there as it was seen.
	local function leave(id, at, text)
		local expected, from = ARGV[at + 1], ARGV[at + 3]
		if (text or '') ~= expected
				and not (text and expected ~= '' and string.sub(text, 1, #expected + 1) == expected .. ENTRY) then
			return false
		end
		if PLACES[from] then
			return call('ZREM', PLACES[from], id) == 1
		elseif from == 'G' then
			lanes.load()
			return lanes.leave(id)
		elseif ENDED[from] then
			leaveEnded(id, from, keyOf(at))
		else
			stopped(id, KEYS[tonumber(ARGV[at + 13]) + EXTRA], from == HELD)
		end
		return true
	end

	-- Brings the job into its next place; answers its score.
	local function arrive(id, at)
		local to, delay, rank = ARGV[at + 2], ARGV[at + 7], ARGV[at + 8]
		local due, score
		if delay == '' then
			score = rank
		else
			-- At least one later than now is behind all that was inserted in this millisecond.
			due = math.min(now + math.max(to == 'R' and 0 or 1, tonumber(delay)), LEVEL - 1)
			score = whole(rank * LEVEL + due)
		end
		if to == 'Q' or to == 'I' then
			enter(id, score, to == 'I')
		elseif to == 'R' then
			enterLater(id, rank, due, true)
		elseif to == 'V' then
			-- The time makes each move of the job distinct, so that a late step of another one is recognized.
			put(writes.moving, id, ARGV[at + 14] .. UNIT .. time[1] .. '.' .. time[2])
		else
			ended(id, to, keyOf(at), ARGV[at + 10] ~= '' and ARGV[at + 10] or nil, to == 'C' and ARGV[at + 15] ~= '')
			if to == 'C' and ARGV[at + 14] ~= '' then
				signalCancel(id, ARGV[at + 14])
			end
		end
		return score
	end

	function change(id, at, text)
		if not leave(id, at, text) then
			return 3
		elseif ARGV[at + 2] == 'X' then
			if not ENDED[ARGV[at + 3]] then
				dropped(id, ARGV[at + 15] ~= '')
			end
			put(writes.gone, id, keyOf(at))
			return 0
		end
		if ENDED[ARGV[at + 3]] then
			revived(id)
		end
		if NOTED and ARGV[at + 3] == 'U' then
			notes.restart(id)
		end
		if string.sub(ARGV[at + 15], 1, 1) == UNIT then
			lanes.load()
			lanes.limitLater(id, ARGV[at + 15])
		end
		local score = arrive(id, at)
		local history = text and historyOf(text) or ''
		if history == '' and string.sub(ARGV[at + 15], 1, 1) == UNIT then
			unbegun(id)
		end
		if ARGV[at + 5] ~= '' then
			history = append(history, ARGV[at + 5] .. NOW .. ARGV[at + 6])
		end
		put(writes.states, id, filled(ARGV[at + 4], score) .. history)
		if ARGV[at + 9] ~= '' then
			writes.cured[#writes.cured + 1] = id
		end
		if ARGV[at + 10] ~= '' then
			put(writes.errors, id, ARGV[at + 10])
		end
		if ARGV[at + 11] ~= '' then
			put(writes.results, id, string.sub(ARGV[at + 11], 2))
		end
		return 0
	end
end

local function succeed(id, at, text)
	local delivery, kind = ARGV[at + 1], ARGV[at + 2]
	local answer, state = 0, text and delivery == '1' and firstSuccess(text)
	if not state then
		answer, state = laterSuccess(id, delivery, text)
		if answer ~= 0 then
			return answer
		end
		if delivery ~= '1' then
			-- The errors of its earlier attempts stay in its history only.
			writes.cured[#writes.cured + 1] = id
		end
	end
	local letter = string.sub(text, 1, 1)
	stopped(id, RUNNING, letter == WAITS or letter == HELD)
	ended(id, 'U')
	put(writes.states, id, state)
	if kind ~= 'OK' then
		put(writes.results, id, string.sub(kind, 2))
	end
	return 0
end

local function write()
	if #writes.cured > 0 then
		call('HDEL', ERROR, unpack(writes.cured))
		call('HDEL', RESULT, unpack(writes.cured))
	end
	if #writes.gone > 0 then
		forget(writes.gone)
	end
	for key, list in pairs({ [STATE] = writes.states, [RESULT] = writes.results, [ERROR] = writes.errors, [MOVING] = writes.moving }) do
		if #list > 0 then
			call('HSET', key, unpack(list))
		end
	end
end

-- Makes the changes that begin at an argument, one for each job. For a success that is nothing more: id, delivery, and
-- its result behind a '=' or 'OK'. For others: id, the head of the state as it was seen, letter of the next place or X to
-- delete the job, letter of the present place; head of the next state; the entry for the history, in two parts around the
-- time, or ''; delay or ''; rank, or score without a delay; '1' to delete result and error; error or ''; result behind a
-- '=' or ''; index of the job's key or ''; index of the key of the running jobs of its worker or ''; the worker to signal
-- or where the job goes; '1' if the job never ran, or the field of its limits if those change.
-- Answers for each 0 made, 1 made before, 2 stale, 3 the job is not as it was seen; how many that ran do so no more;
-- whether a worker should be woken.
local function step(from)
	local ids, at, count, i = {}, {}, 0, from
	while i <= #ARGV do
		count = count + 1
		ids[count], at[count] = ARGV[i], i
		i = i + (isPlain(ARGV[i + 2]) and PLAIN or WIDTH)
	end
	if count == 0 then
		return {}, 0, false
	end
	local known, answers, made = call('HMGET', STATE, unpack(ids)), {}, false
	for n = 1, count do
		local plain = isPlain(ARGV[at[n] + 2])
		if not plain and not change then
			loadChange()
		end
		answers[n] = (plain and succeed or change)(ids[n], at[n], known[n])
		made = made or answers[n] == 0
	end
	if not made then
		return answers, 0, false
	end
	local awake, count = settle()
	write()
	return answers, count, awake
end
