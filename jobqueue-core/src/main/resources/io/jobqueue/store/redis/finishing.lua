-- uses holder, state, ended, failures, awaiting, wake

-- The state after a success of a job that never ran before here, nil for any other job.
local MINE, MINE_LINED = NEW .. worker .. UNIT, WAITS .. worker .. UNIT
local function firstSuccess(text)
	local start = string.sub(text, 1, #MINE)
	if start == MINE or start == MINE_LINED then
		return DONE .. string.sub(text, 2) .. UNIT .. NOW
	end
end

-- What came of an attempt, written into the state. Everything else goes into the lists of the batch.
local function apply(id, state, outcome, batch)
	local letter, short = outcome.letter, outcome.short
	state[CLOSED] = 'f'
	if outcome.kind == 'INTERRUPT' or outcome.kind == 'LOSS' then
		state[INTERRUPTIONS] = whole((tonumber(state[INTERRUPTIONS]) or 0) + 1)
	elseif outcome.kind == 'END' or outcome.kind == 'RETRY' then
		state[INTERRUPTIONS] = ''
	end
	if outcome.limit ~= '' then
		state[MAX_RETRIES] = outcome.limit
	end
	if outcome.kind == 'END' then
		remember(state, letter, short)
		state[STATUS], state[ENDS], state[UNKNOWN], state[LOSSES] = letter, NOW, '', '0'
		if letter == 'U' then
			state[PROGRESS] = '1'
			if state[DELIVERY] ~= '1' then
				-- The errors of its earlier attempts stay in its history only.
				batch.cured[#batch.cured + 1] = id
			end
		end
		local list = batch.ends[letter] or {}
		batch.ends[letter] = list
		list[#list + 1] = NOW
		list[#list + 1] = id
		if DEAD[letter] then
			local kept = outcome.error ~= '' and outcome.error or call('HGET', ERROR, id)
			countFailure(id, KEYS[tonumber(outcome.extra) + EXTRA], kept, 1)
		end
	elseif outcome.kind == 'RETRY' then
		remember(state, letter, short)
		state[RETRIES] = whole(state[RETRIES] + 1)
		state[UNKNOWN], state[LOSSES] = '', '0'
		-- One later than now is behind all that was inserted in this millisecond.
		local due = math.min(now + math.max(1, outcome.delay), LEVEL - 1)
		if outcome.extra ~= '' and outcome.extra ~= ARGV[2] then
			state[STATUS], state[SCORE] = 'V', whole(level(tonumber(state[SCORE])) * LEVEL + due)
			-- Each move is told from all others of the job, whatever comes late.
			call('HSET', MOVING, id, table.concat({ outcome.extra, state[DELIVERY], time[1] .. '.' .. time[2] }, UNIT))
		elseif await(id, state, due) then
			batch.awake = true
		end
	elseif outcome.kind == 'UNKNOWN_TASK' then
		if state[UNKNOWN] == '' then
			state[UNKNOWN] = NOW
		end
		local rank = level(tonumber(state[SCORE]))
		local due = math.min(now + outcome.delay, LEVEL - 1)
		state[STATUS], state[SCORE], state[ATTEMPTS] = 'W', whole(rank * LEVEL + due), state[RETRIES]
		local earliest = nextDue()
		call('ZADD', RETRY, whole(due * 256 + rank), id)
		batch.awake = batch.awake or outcome.delay == 0 or not earliest or due < earliest
	elseif outcome.kind == 'INTERRUPT' then
		remember(state, letter, short)
		state[STATUS], state[LOSSES], state[UNKNOWN] = 'W', '0', ''
		call('ZADD', INTERRUPTED, state[SCORE], id)
		batch.awake = true
	elseif outcome.kind == 'LOSS' then
		remember(state, 'I', short)
		state[UNKNOWN] = ''
		state[STATUS], state[ORIGIN], state[LOSSES] = 'W', 'q', whole(state[LOSSES] + 1)
		call('ZADD', QUEUED, state[SCORE], id)
		batch.awake = true
	else
		state[STATUS], state[ATTEMPTS] = 'W', state[RETRIES]
		call('ZADD', state[ORIGIN] == 'i' and INTERRUPTED or QUEUED, state[SCORE], id)
		batch.awake = true
	end
end

-- Whether it is a success and nothing more.
local function isPlain(kind)
	return kind == 'OK' or string.byte(kind) == 61
end

local function outcomeAt(i)
	if isPlain(ARGV[i + 2]) then
		return { kind = 'END', letter = 'U', delay = 0, error = '', short = '', limit = '', extra = '' }
	end
	return {
		kind = ARGV[i + 2], letter = ARGV[i + 4], delay = tonumber(ARGV[i + 5]), error = ARGV[i + 6],
		short = ARGV[i + 7], limit = ARGV[i + 8], extra = ARGV[i + 9]
	}
end

-- Answers what came of the outcome of a job that has run before or does more than succeed, and its state if that counts.
local function judge(id, delivery, text)
	if text then
		local state = parse(text)
		if state and state[DELIVERY] == delivery and state[WORKER] == worker then
			if state[STATUS] == 'S' or state[STATUS] == HELD then
				return 0, state
			elseif state[CLOSED] == 'f' then
				return 1
			end
		end
	else
		local forward = call('HGET', FORWARD, id)
		if forward and string.match(forward, '^[^\31]*\31([^\31]*\31[^\31]*)') == delivery .. UNIT .. worker then
			return 1
		end
	end
	return 2
end

-- Stores the outcomes that begin at an argument. Each is an id, a delivery, and for a success that is nothing more
-- its result behind a '=', or 'OK'. For others a kind, the result with a leading '=' or '', the letter of the status,
-- delay, error or '', short error, number of retries or '', and index of the job's key or queue to go on in or ''.
-- Answers for each 0 applied, 1 applied before, 2 stale, and how many of those that were applied had started.
local function finish(from)
	local ids, at, count = {}, {}, 0
	local i = from
	while i <= #ARGV do
		count = count + 1
		ids[count], at[count] = ARGV[i], i
		i = i + (isPlain(ARGV[i + 2]) and 3 or 10)
	end
	local known, seen, answers, fields = call('HMGET', STATE, unpack(ids)), {}, {}, {}
	local good, states, results, errors, successes, lined = {}, {}, {}, {}, {}, {}
	local applied = 0
	for n = 1, count do
		local id, delivery, kind, text = ids[n], ARGV[at[n] + 1], ARGV[at[n] + 2], known[n]
		local plain = isPlain(kind)
		local done = plain and text and delivery == '1' and firstSuccess(text)
		local answer, state
		if seen[id] then
			answer = seen[id] == delivery and 1 or 2
		elseif done then
			answer = 0
		else
			answer, state = judge(id, delivery, text)
		end
		if answer == 0 then
			applied = applied + 1
			seen[id] = delivery
			good[applied] = id
			local kept = string.sub(text, 1, 1)
			if kept == WAITS or kept == HELD then
				lined[#lined + 1] = id
			end
			states[2 * applied - 1], states[2 * applied] = id, done
			if state then
				fields[applied] = { state = state, at = at[n] }
			else
				successes[#successes + 1] = NOW
				successes[#successes + 1] = id
			end
			local result = plain and kind or ARGV[at[n] + 3]
			if result ~= '' and result ~= 'OK' then
				results[#results + 1] = id
				results[#results + 1] = string.sub(result, 2)
			end
		end
		answers[n] = answer
	end
	if applied == 0 then
		return answers, 0
	end
	-- First a write that frees memory: a full Redis lets this script do the rest.
	call('HDEL', RUNNING, unpack(good))
	if #lined > 0 then
		call('ZREM', LINE, unpack(lined))
	end
	local batch = { cured = {}, awake = false, ends = { U = successes } }
	for n = 1, applied do
		if fields[n] then
			local id, state, outcome = good[n], fields[n].state, outcomeAt(fields[n].at)
			if outcome.error ~= '' then
				errors[#errors + 1] = id
				errors[#errors + 1] = outcome.error
			end
			apply(id, state, outcome, batch)
			states[2 * n] = format(state)
		end
	end
	call('HSET', STATE, unpack(states))
	for letter, list in pairs(batch.ends) do
		if #list > 0 then
			call('ZADD', ENDED[letter], unpack(list))
		end
	end
	if #results > 0 then
		call('HSET', RESULT, unpack(results))
	end
	if #batch.cured > 0 then
		call('HDEL', ERROR, unpack(batch.cured))
	end
	if #errors > 0 then
		call('HSET', ERROR, unpack(errors))
	end
	if batch.awake then
		wake()
	end
	return answers, applied - #lined
end
