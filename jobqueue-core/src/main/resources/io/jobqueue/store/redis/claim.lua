-- uses guard, standing, plain_claim, stepping, promoting, newest, alarms
-- KEYS: …, the running jobs of the worker, then keys that the changes name.
-- ARGV: worker, limit, lease, losses that make a suspect (minus these to take none), '1' to take no job before all that
-- are due are ready, how many start at once while the others are in line, then changes of jobs claimed before, which are
-- made first.
-- Answers the next due time or -1; the sum of 1 if the queue is paused, 2 if more jobs are to be made ready before, 4 if
-- the queue did not know the worker; what else there is to know or ''; what came of each change; then id, state and
-- record of each job, the record empty where there is none.
local limit, suspicious, startable = tonumber(ARGV[4]), math.abs(ARGV[6]), tonumber(ARGV[8])
local noSuspect = tonumber(ARGV[6]) < 0
local answer, freed, signs = { '-1', '0', '' }, plainFreed, 0
local gated, room = isGated(), math.huge
if gated then
	turns.load()
	alarms.load()
	-- A job that is claimed ahead would use a slot without running.
	limit = math.min(limit, startable, turns.MOST)
end

-- How long a job that cannot be read is left to others.
local UNREADABLE = 5000

-- A suspect is handed out alone: what was taken from there on goes back where it was.
local function putBack(taken, from, interrupted)
	local ids = {}
	for i = from, #taken / 2 do
		ids[#ids + 1] = taken[2 * i - 1]
		enter(taken[2 * i - 1], taken[2 * i], 2 * i <= interrupted)
	end
	settleEntered()
	if gated then
		turns.undo(ids)
	end
end

local function take()
	local count = limit
	if gated then
		room = turns.room(freed)
		count = math.min(limit, room)
		if count == 0 then
			return {}, 0
		end
	end
	local taken = gated and turns.takeInterrupted(count) or call('ZPOPMIN', INTERRUPTED, count)
	local interrupted = #taken
	if interrupted / 2 < count then
		local left = count - interrupted / 2
		local more = NEWEST and takeNewest(left) or gated and turns.take(left) or call('ZPOPMIN', QUEUED, left)
		if interrupted == 0 then
			return more, 0
		end
		for i = 1, #more do
			taken[interrupted + i] = more[i]
		end
	end
	return taken, interrupted
end

-- Leaves a job whose state another release wrote to a worker of that one: it waits, and its state stays as it is.
local function postpone(id, score)
	call('ZADD', RETRY, whole((now + UNREADABLE) * 256 + level(tonumber(score))), id)
	if gated then
		turns.undo({ id })
	end
end

-- Whether more jobs may start beside a given number.
local function isReady(count)
	return call('ZCARD', QUEUED) + call('ZCARD', INTERRUPTED) + (gated and call('ZCARD', TURNS) or 0) > 0 and room > count
end

-- In how many ms this worker is to claim again, -1 if that is not known.
local function nextClaim(due, count)
	if turns.more and count < limit then
		return '0'
	end
	local opens, others = alarms.next(worker, room - count, count < limit)
	if others and not isReady(count) then
		wake()
	end
	local next = earlier(due, opens)
	return next and whole(math.max(0, next - now)) or '-1'
end

local states, running, line = {}, {}, {}

-- Answers how many are handed out, and whether the rest was put back for the sake of a suspect.
local function start(taken, interrupted)
	local count, ids = 0, {}
	for i = 1, #taken / 2 do
		ids[i] = taken[2 * i - 1]
	end
	local known, records = call('HMGET', STATE, unpack(ids)), call('HMGET', RECORDS, unpack(ids))
	-- The state of a job that was never claimed, behind its score.
	local behind = UNIT .. NOW .. UNIT
	local size = #answer
	for i = 1, #ids do
		local id, score, origin = ids[i], taken[2 * i], 2 * i <= interrupted and 'i' or 'q'
		local text, state, delivery, suspect, lined = known[i], nil, '1', false, count >= startable
		local fields = text and parse(text)
		if text and not fields then
			postpone(id, score)
		else
			if fields then
				suspect = tonumber(fields[LOSSES]) >= suspicious
				if suspect and (count > 0 or noSuspect) then
					putBack(taken, i, interrupted)
					return count, true
				end
				delivery = whole(fields[DELIVERY] + 1)
				fields[STATUS], fields[DELIVERY], fields[SCORE], fields[STARTED] = lined and HELD or 'S', delivery, score, NOW
				fields[ENDS], fields[WORKER], fields[PROGRESS], fields[SAID], fields[CLOSED] = '', worker, '', '', ''
				fields[ATTEMPTS], fields[ORIGIN] = whole(fields[RETRIES] + 1), origin
				text = head(fields)
				state = text .. fields.history
			else
				state = (lined and MINE_LINED or MINE) .. score .. behind .. origin
				text = state
			end
			count = count + 1
			states[2 * count - 1], states[2 * count] = id, state
			running[2 * count - 1], running[2 * count] = id, delivery
			if lined then
				line[#line + 1], line[#line + 2] = score, id
			end
			answer[size + 1], answer[size + 2], answer[size + 3] = id, text, records[i] or ''
			if gated then
				answer[size + 1] = id .. UNIT .. (turns.lanes[id] or '')
			end
			size = size + 3
			if suspect then
				putBack(taken, i + 1, interrupted)
				return count, i < #ids
			end
		end
	end
	return count, false
end

local results, awake = plainResults, false
if not results then
	results, freed, awake = step(9)
end
for i = 1, #results do
	answer[i + 3] = results[i]
end
if awake and not gated then
	wake()
end
-- First a write that frees memory: a full Redis lets this script do the rest.
call('SREM', WAITING, worker)
signs = 4 * renewLease(worker, ARGV[5])
local count, left, postponed = 0, false, false
if PAUSED then
	signs = signs + 1
	-- It waits until the queue is resumed.
	call('SADD', WAITING, worker)
	if gated then
		alarms.release(worker)
	end
else
	local _, due = promote(PROMOTE)
	if due then
		answer[1] = whole(math.max(0, due - now))
	end
	if due and due <= now and ARGV[7] == '1' then
		-- One of those that are due may go before all that are ready: they are made ready first.
		signs, limit = signs + 2, 0
	else
		local taken, interrupted = take()
		if #taken > 0 then
			count, left = start(taken, interrupted)
			postponed = not left and count < #taken / 2
			if gated then
				turns.write(count)
			end
			if count > 0 then
				for i = 1, TRAITED and 2 * count or 0, 2 do
					concern(states[i], BEGUN)
				end
				call('HSET', STATE, unpack(states))
				call('HSET', RUNNING, unpack(running))
				settleTraits()
			end
			if #line > 0 then
				call('ZADD', LINE, unpack(line))
			end
			if gated and count < #taken / 2 then
				turns.recheck()
			end
		end
	end
	if left then
		wake()
	elseif count < limit then
		call('SADD', WAITING, worker)
	elseif call('SCARD', WAITING) > 0 and isReady(count) then
		wake()
	end
	if gated then
		answer[1] = nextClaim(due, count)
	end
	if postponed and count < limit and isReady(count) then
		-- Others may start in the place of those that were postponed.
		answer[1] = '0'
	end
end
answer[2] = whole(signs) .. (gated and ':' .. lanes.gate().version or '')
if count == 0 and limit > 0 then
	answer[3] = standing(call('EXISTS', MOVING) == 1)
end
local started = count - #line / 2
if started ~= freed then
	call('HINCRBY', META, 'running', started - freed)
end
return answer
