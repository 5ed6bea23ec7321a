-- KEYS: …, the running jobs of the worker. ARGV: worker, limit, lease, losses that make a suspect.
-- Answers the time, the next due time or -1, whether the queue is paused, what else there is to know or '', then id and
-- state of each job.
local worker, limit, suspicious, RUNNING = ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[6]), KEYS[EXTRA + 1]

-- A suspect is handed out alone: what was taken from there on goes back where it was.
local function putBack(taken, from, interrupted)
	for i = from, #taken / 2 do
		call('ZADD', 2 * i <= interrupted and INTERRUPTED or QUEUED, taken[2 * i], taken[2 * i - 1])
	end
end

-- How many jobs the worker runs, and a '+' if a lease has run out or a job is on its way to another queue.
local function standing()
	local lease = call('ZRANGE', WORKERS, 0, 0, 'WITHSCORES')[2]
	local upkeep = (lease and tonumber(lease) <= now) or call('EXISTS', MOVING) == 1
	return call('HLEN', RUNNING) .. (upkeep and '+' or '')
end

-- First a write that frees memory: a full Redis lets this script do the rest.
call('SREM', WAITING, worker)
call('ZADD', WORKERS, whole(now + ARGV[5]), worker)
if call('HEXISTS', META, 'paused') == 1 then
	-- It sleeps until the queue is resumed.
	call('SADD', WAITING, worker)
	return { NOW, '-1', '1', standing() }
end
promote(limit)
local taken = call('ZPOPMIN', INTERRUPTED, limit)
local interrupted = #taken
if interrupted / 2 < limit then
	local more = call('ZPOPMIN', QUEUED, limit - interrupted / 2)
	for i = 1, #more do
		taken[interrupted + i] = more[i]
	end
end
local count = #taken / 2
local left = false
local answer = { NOW, '-1', '0', '' }
if count > 0 then
	local ids, states, running = {}, {}, {}
	for i = 1, count do
		ids[i] = taken[2 * i - 1]
	end
	local known = call('HMGET', STATE, unpack(ids))
	-- The state of a job that was never claimed, before and behind its score; see fresh.
	local before = 'S\0311\0310\0310\031'
	local behind = UNIT .. NOW .. UNIT .. UNIT .. worker .. '\031\031\031\031' .. '1\031\031'
	for i = 1, count do
		local id, score, origin = ids[i], taken[2 * i], 2 * i <= interrupted and 'i' or 'q'
		local text, state, delivery, suspect = known[i], nil, '1', false
		if text then
			local fields = parse(text)
			suspect = tonumber(fields[LOSSES]) >= suspicious
			if suspect and i > 1 then
				putBack(taken, i, interrupted)
				left, count = true, i - 1
				break
			end
			delivery = whole(fields[DELIVERY] + 1)
			fields[STATUS], fields[DELIVERY], fields[SCORE], fields[STARTED] = 'S', delivery, score, NOW
			fields[ENDS], fields[WORKER], fields[PROGRESS], fields[CLOSED] = '', worker, '', ''
			fields[ATTEMPTS], fields[ORIGIN] = whole(fields[RETRIES] + 1), origin
			text, state = head(fields), format(fields)
		else
			state = before .. score .. behind .. origin
			text = state
		end
		states[2 * i - 1], states[2 * i] = id, state
		running[2 * i - 1], running[2 * i] = id, delivery
		answer[#answer + 1] = id
		answer[#answer + 1] = text
		if suspect then
			putBack(taken, 2, interrupted)
			left, count = count > 1, 1
			break
		end
	end
	call('HSET', STATE, unpack(states))
	call('HSET', RUNNING, unpack(running))
	call('HINCRBY', META, 'running', count)
end
if count < limit then
	answer[4] = standing()
end
local due = nextDue()
if due then
	answer[2] = whole(math.max(0, due - now))
end
if left then
	wake()
elseif count < limit then
	call('SADD', WAITING, worker)
elseif call('ZCARD', QUEUED) + call('ZCARD', INTERRUPTED) > 0 then
	wake()
end
return answer
