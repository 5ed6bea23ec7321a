-- uses guard, holder, state
-- KEYS: …, the running jobs of the worker. ARGV: worker, then ids of jobs that it held no more when they were looked at.
-- Removes them from a worker whose lease has run out, and the worker if that leaves it without jobs.
local lease = call('ZSCORE', WORKERS, worker)
if lease and tonumber(lease) > now then
	return 0
end
-- First a write that frees memory: a full Redis lets this script do the rest.
call('SREM', WAITING, worker)
for i = 4, #ARGV do
	local text = call('HGET', STATE, ARGV[i])
	local state = text and parse(text)
	local held = state and (state[STATUS] == 'S' or state[STATUS] == HELD) and state[WORKER] == worker
	-- One that this release cannot read is taken back by a worker of the one that wrote it.
	if (state or not text) and not held and call('HDEL', RUNNING, ARGV[i]) == 1 then
		call('HINCRBY', META, 'running', -1)
	end
end
if call('EXISTS', RUNNING) == 0 then
	call('ZREM', WORKERS, worker)
	call('HDEL', INFO, worker)
end
return 1
