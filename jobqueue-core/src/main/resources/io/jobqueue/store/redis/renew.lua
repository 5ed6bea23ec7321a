-- uses guard, holder, lease, state
-- KEYS: …, the running jobs of the worker. ARGV: worker, lease, who it is, then id, delivery, progress and its text
-- of jobs that have started, the progress '' where it is not new.
-- Answers id and delivery of all jobs that the worker runs.
-- First a write that frees memory: a full Redis lets this script do the rest.
call('HDEL', RUNNING, '')
local lease = call('ZSCORE', WORKERS, worker)
local til = whole(now + ARGV[4])
call('ZADD', WORKERS, til, worker)
if worker == leaseOwner then
	call('HSET', META, 'leased', til .. UNIT .. worker)
end
if not lease or tonumber(lease) <= now then
	-- It was not woken while its lease had run out.
	call('PUBLISH', ARGV[1] .. worker, 'r' .. ARGV[2])
end
call('HSET', INFO, worker, ARGV[5])
for i = 6, #ARGV, 4 do
	local text = call('HGET', STATE, ARGV[i])
	local state = text and parse(text)
	local held = state and state[STATUS] == HELD
	if state and (state[STATUS] == 'S' or held) and state[WORKER] == worker and state[DELIVERY] == ARGV[i + 1] then
		if held then
			state[STATUS] = 'S'
			call('ZREM', LINE, ARGV[i])
			call('HINCRBY', META, 'running', 1)
		end
		if ARGV[i + 2] ~= '' then
			state[PROGRESS], state[SAID] = ARGV[i + 2], ARGV[i + 3]
		end
		call('HSET', STATE, ARGV[i], format(state))
	end
end
return call('HGETALL', RUNNING)
