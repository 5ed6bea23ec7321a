-- uses holder, state, ended, failures, awaiting, wake

-- The state after a success of a job that never ran before, nil for any other job. Most jobs end so, and
-- this costs a third of taking the state apart.
local FIRST_RUN = '^S\0311\0310\0310\031([^\31]*)\031([^\31]*)\031\031([^\31]*)\031([^\31]*)\031\031[^\31]*\0311\031\031(.)$'
local function firstSuccess(text)
	local score, started, holder, limit, origin = string.match(text, FIRST_RUN)
	if holder ~= worker then
		return nil
	end
	return 'U\0311\0310\0310\031' .. score .. UNIT .. started .. UNIT .. NOW .. UNIT .. worker .. UNIT .. limit
		.. '\031\0311\0311\031f\031' .. origin .. '\0301\031' .. worker .. UNIT .. started .. UNIT .. NOW .. '\031U\031'
end

-- What came of an attempt, written into the state. Everything else goes into the lists of the batch.
local function apply(id, state, outcome, batch)
	local letter, short = outcome.letter, outcome.short
	state[CLOSED] = 'f'
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
		batch.ended(letter, id)
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
			call('HSET', MOVING, id, outcome.extra)
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
		state[STATUS], state[LOSSES] = 'W', '0'
		call('ZADD', INTERRUPTED, state[SCORE], id)
		batch.awake = true
	else
		state[STATUS], state[ATTEMPTS] = 'W', state[RETRIES]
		call('ZADD', state[ORIGIN] == 'i' and INTERRUPTED or QUEUED, state[SCORE], id)
		batch.awake = true
	end
end

local function outcomeAt(i)
	if ARGV[i + 2] == 'OK' then
		return { kind = 'END', letter = 'U', delay = 0, error = '', short = '', limit = '', extra = '' }
	end
	return {
		kind = ARGV[i + 2], letter = ARGV[i + 4], delay = tonumber(ARGV[i + 5]), error = ARGV[i + 6],
		short = ARGV[i + 7], limit = ARGV[i + 8], extra = ARGV[i + 9]
	}
end

-- Stores the outcomes that begin at an argument: each an id, a delivery, 'OK' for a success that is nothing more,
-- and the result with a leading '=' or ''. In place of 'OK' a kind, and behind the result the letter of the status,
-- delay, error or '', short error, number of retries or '', and index of the job's key or queue to go on in or ''.
-- Answers for each 0 applied, 1 applied before, 2 stale, and how many were applied.
local function finish(from)
	local ids, at, answers, good, fields = {}, {}, {}, {}, {}
	local i = from
	while i <= #ARGV do
		ids[#ids + 1] = ARGV[i]
		at[#at + 1] = i
		i = i + (ARGV[i + 2] == 'OK' and 4 or 10)
	end
	local known, seen, states, results, errors, ends = call('HMGET', STATE, unpack(ids)), {}, {}, {}, {}, {}
	local batch = { cured = {}, awake = false }
	function batch.ended(letter, id)
		local list = ends[letter] or {}
		ends[letter] = list
		list[#list + 1] = NOW
		list[#list + 1] = id
	end
	for n = 1, #ids do
		local id, delivery, text = ids[n], ARGV[at[n] + 1], known[n]
		local plain = text and delivery == '1' and ARGV[at[n] + 2] == 'OK' and firstSuccess(text)
		local answer = 2
		if seen[id] then
			answer = seen[id] == delivery and 1 or 2
		elseif plain then
			answer = 0
			batch.ended('U', id)
			states[#states + 1] = id
			states[#states + 1] = plain
		elseif text then
			local state = parse(text)
			if state[DELIVERY] == delivery and state[WORKER] == worker then
				if state[STATUS] == 'S' then
					answer = 0
					fields[n] = state
				elseif state[CLOSED] == 'f' then
					answer = 1
				end
			end
		else
			local forward = call('HGET', FORWARD, id)
			if forward and string.match(forward, '^[^\31]*\31(.*)$') == delivery .. UNIT .. worker then
				answer = 1
			end
		end
		if answer == 0 then
			seen[id] = delivery
			good[#good + 1] = id
			local result = ARGV[at[n] + 3]
			if result ~= '' then
				results[#results + 1] = id
				results[#results + 1] = string.sub(result, 2)
			end
		end
		answers[n] = answer
	end
	if #good == 0 then
		return answers, 0
	end
	-- First a write that frees memory: a full Redis lets this script do the rest.
	call('HDEL', RUNNING, unpack(good))
	for n = 1, #ids do
		local state = fields[n]
		if state then
			local outcome = outcomeAt(at[n])
			if outcome.error ~= '' then
				errors[#errors + 1] = ids[n]
				errors[#errors + 1] = outcome.error
			end
			apply(ids[n], state, outcome, batch)
			states[#states + 1] = ids[n]
			states[#states + 1] = format(state)
		end
	end
	call('HSET', STATE, unpack(states))
	for letter, list in pairs(ends) do
		call('ZADD', ENDED[letter], unpack(list))
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
	return answers, #good
end
