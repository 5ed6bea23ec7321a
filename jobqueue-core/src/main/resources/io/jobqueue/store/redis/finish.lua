-- KEYS: …, the running jobs of the worker, the keys of jobs that become dead letters.
-- ARGV: worker, then ten for each outcome: id, delivery, kind, letter of the status, delay, result with
-- a leading '=' or '', error or '', short error, number of retries or '', index of its key or queue to go on in or ''.
-- Answers for each 0 applied, 1 applied before, 2 stale.
local worker, RUNNING = ARGV[3], KEYS[EXTRA + 1]
local ids, answers, good, fields = {}, {}, {}, {}
for i = 4, #ARGV, 10 do
	ids[#ids + 1] = ARGV[i]
end
local known = call('HMGET', STATE, unpack(ids))
local seen = {}
for i = 1, #ids do
	local id, delivery = ids[i], ARGV[10 * i - 5]
	local state = known[i] and parse(known[i])
	local answer = 2
	if seen[id] then
		answer = seen[id] == delivery and 1 or 2
	elseif state and state[DELIVERY] == delivery and state[WORKER] == worker then
		if state[STATUS] == 'S' then
			answer = 0
			seen[id] = delivery
			good[#good + 1] = id
			fields[i] = state
		elseif state[CLOSED] == 'f' then
			answer = 1
		end
	elseif not state then
		local forward = call('HGET', FORWARD, id)
		if forward and string.match(forward, '^[^\31]*\31(.*)$') == delivery .. UNIT .. worker then
			answer = 1
		end
	end
	answers[i] = answer
end
if #good == 0 then
	return answers
end
-- First a write that frees memory: a full Redis lets this script do the rest.
call('HDEL', RUNNING, unpack(good))
call('HINCRBY', META, 'running', -#good)
local states, results, errors, cured, ends, awake = {}, {}, {}, {}, {}, false
local stamp = NOW
for i = 1, #ids do
	local state = fields[i]
	if state then
		local id, at = ids[i], 10 * i - 6
		local kind, letter, delay = ARGV[at + 2], ARGV[at + 3], tonumber(ARGV[at + 4])
		local result, problem, short, limit, extra = ARGV[at + 5], ARGV[at + 6], ARGV[at + 7], ARGV[at + 8], ARGV[at + 9]
		state[CLOSED] = 'f'
		if limit ~= '' then
			state[MAX_RETRIES] = limit
		end
		if problem ~= '' then
			errors[#errors + 1] = id
			errors[#errors + 1] = problem
		end
		if kind == 'END' then
			remember(state, letter, short)
			state[STATUS], state[ENDS], state[UNKNOWN], state[LOSSES] = letter, stamp, '', '0'
			if letter == 'U' then
				state[PROGRESS] = '1'
				if state[DELIVERY] ~= '1' then
					-- The errors of its earlier attempts stay in its history only.
					cured[#cured + 1] = id
				end
			end
			if result ~= '' then
				results[#results + 1] = id
				results[#results + 1] = string.sub(result, 2)
			end
			local list = ends[letter] or {}
			ends[letter] = list
			list[#list + 1] = stamp
			list[#list + 1] = id
			if DEAD[letter] then
				local kept = problem ~= '' and problem or call('HGET', ERROR, id)
				countFailure(KEYS[tonumber(extra) + EXTRA], kept, 1)
			end
		elseif kind == 'RETRY' then
			remember(state, letter, short)
			state[RETRIES] = whole(state[RETRIES] + 1)
			state[UNKNOWN], state[LOSSES] = '', '0'
			-- One later than now is behind all that was inserted in this millisecond.
			local due = math.min(now + math.max(1, delay), LEVEL - 1)
			if extra ~= '' and extra ~= ARGV[2] then
				state[STATUS], state[SCORE] = 'V', whole(level(tonumber(state[SCORE])) * LEVEL + due)
				call('HSET', MOVING, id, extra)
			elseif await(id, state, due) then
				awake = true
			end
		elseif kind == 'UNKNOWN_TASK' then
			if state[UNKNOWN] == '' then
				state[UNKNOWN] = stamp
			end
			local rank = level(tonumber(state[SCORE]))
			local due = math.min(now + delay, LEVEL - 1)
			state[STATUS], state[SCORE], state[ATTEMPTS] = 'W', whole(rank * LEVEL + due), state[RETRIES]
			local earliest = nextDue()
			call('ZADD', RETRY, whole(due * 256 + rank), id)
			awake = awake or delay == 0 or not earliest or due < earliest
		elseif kind == 'INTERRUPT' then
			remember(state, letter, short)
			state[STATUS], state[LOSSES] = 'W', '0'
			call('ZADD', INTERRUPTED, state[SCORE], id)
			awake = true
		else
			state[STATUS], state[ATTEMPTS] = 'W', state[RETRIES]
			call('ZADD', state[ORIGIN] == 'i' and INTERRUPTED or QUEUED, state[SCORE], id)
			awake = true
		end
		states[#states + 1] = id
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
if #cured > 0 then
	call('HDEL', ERROR, unpack(cured))
end
if #errors > 0 then
	call('HSET', ERROR, unpack(errors))
end
if awake then
	wake()
end
return answers
