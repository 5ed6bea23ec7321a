-- KEYS: …, the running jobs of the worker. ARGV: worker, limit, lease.
-- Answers the time, the next due time or -1, whether the queue is paused, then id and state of each job.
local worker, limit, RUNNING = ARGV[3], tonumber(ARGV[4]), KEYS[EXTRA + 1]
-- First a write that frees memory: a full Redis lets this script do the rest.
call('SREM', WAITING, worker)
call('ZADD', WORKERS, whole(now + ARGV[5]), worker)
if call('HEXISTS', META, 'paused') == 1 then
	return { whole(now), '-1', '1' }
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
local answer = { whole(now), '-1', '0' }
if count > 0 then
	local ids, states, running = {}, {}, {}
	for i = 1, count do
		ids[i] = taken[2 * i - 1]
	end
	local known = call('HMGET', STATE, unpack(ids))
	local started = whole(now)
	for i = 1, count do
		local id = ids[i]
		local fields = known[i] and parse(known[i]) or fresh(0)
		fields[STATUS] = 'S'
		fields[DELIVERY] = whole(fields[DELIVERY] + 1)
		fields[SCORE] = whole(tonumber(taken[2 * i]))
		fields[STARTED], fields[ENDS], fields[WORKER], fields[PROGRESS], fields[CLOSED] = started, '', worker, '', ''
		fields[ATTEMPTS] = whole(fields[RETRIES] + 1)
		fields[ORIGIN] = 2 * i <= interrupted and 'i' or 'q'
		states[2 * i - 1], states[2 * i] = id, format(fields)
		running[2 * i - 1], running[2 * i] = id, fields[DELIVERY]
		answer[#answer + 1] = id
		answer[#answer + 1] = head(fields)
	end
	call('HSET', STATE, unpack(states))
	call('HSET', RUNNING, unpack(running))
	call('HINCRBY', META, 'running', count)
end
local due = nextDue()
if due then
	answer[2] = whole(math.max(0, due - now))
end
if count < limit then
	call('SADD', WAITING, worker)
elseif call('ZCARD', QUEUED) + call('ZCARD', INTERRUPTED) > 0 then
	wake()
end
return answer
