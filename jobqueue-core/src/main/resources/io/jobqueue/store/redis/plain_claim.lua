-- uses plain, leasing, due, wake
-- Outcomes and jobs of a plain queue, before all functions that others need: each one that is made costs time with every
-- call. Nothing is due, no job was interrupted, and all that are claimed start at once, for the first time.
local plainResults, plainFreed = nil, 0

-- Answers when the next job is due, nil if none waits for its time; false if another job goes before those of QUEUED.
local function whatElseWaits()
	if call('EXISTS', SCHEDULED, RETRY, INTERRUPTED, MOVING) == 0 then
		return nil, false
	end
	local due = nextDue()
	if (due and due <= now) or call('EXISTS', INTERRUPTED) == 1 then
		return false
	end
	return due, true
end

-- Starts the jobs of these ids, scores behind them. Answers false if one of them is not new.
local function startNew(taken, ids)
	local behind, states = UNIT .. NOW .. UNIT .. 'q', {}
	for i = 1, #taken, 2 do
		ids[#ids + 1] = taken[i]
		states[i], states[i + 1] = taken[i], MINE .. taken[i + 1] .. behind
	end
	if #ids == 1 then
		return call('HSETNX', STATE, states[1], states[2]) == 1 and states
	end
	for _, state in ipairs(call('HMGET', STATE, unpack(ids))) do
		if state then
			return false
		end
	end
	call('HSET', STATE, unpack(states))
	return states
end

local function claimPlain(due, others)
	local limit, ids, answer, signs = tonumber(ARGV[4]), {}, {}, 0
	local taken = call('ZPOPMIN', QUEUED, limit)
	local states = #taken > 0 and startNew(taken, ids)
	if #taken > 0 and not states then
		for i = 1, #taken, 2 do
			taken[i], taken[i + 1] = taken[i + 1], taken[i]
		end
		call('ZADD', QUEUED, unpack(taken))
		return nil
	end
	signs = 4 * renewLease(worker, ARGV[5])
	answer[1], answer[2], answer[3] = due and whole(due - now) or '-1', whole(signs), ''
	for i = 1, #plainResults do
		answer[i + 3] = plainResults[i]
	end
	if #ids > 0 then
		local size, running, records = #answer, {}, call('HMGET', RECORDS, unpack(ids))
		for i = 1, #ids do
			running[2 * i - 1], running[2 * i] = ids[i], '1'
			answer[size + 1], answer[size + 2], answer[size + 3] = ids[i], states[2 * i], records[i] or ''
			size = size + 3
		end
		call('HSET', RUNNING, unpack(running))
	else
		answer[3] = standing(others and call('EXISTS', MOVING) == 1)
	end
	if #ids < limit then
		call('SADD', WAITING, worker)
	else
		call('SREM', WAITING, worker)
		if call('SCARD', WAITING) > 0 and call('EXISTS', QUEUED) == 1 then
			wake()
		end
	end
	if #ids ~= plainFreed then
		call('HINCRBY', META, 'running', #ids - plainFreed)
	end
	return answer
end

if isPlainQueue and not PAUSED and not NEWEST and tonumber(HELD_UNTIL or '0') <= now and tonumber(ARGV[8]) >= tonumber(ARGV[4]) then
	plainResults = finishPlain(9)
	if plainResults then
		plainFreed = #plainResults
		local due, others = whatElseWaits()
		local answer = due ~= false and claimPlain(due, others)
		if answer then
			return answer
		end
	end
end
