-- uses guard, holder, state, ended, failures, wake
-- KEYS: …, the running jobs of the worker, the keys of the jobs. ARGV: worker, losses allowed, error of a poison
-- job, its short form, then the ids. Answers how many wait again, then id and state of those that have ended.
local lease = call('ZSCORE', WORKERS, worker)
if lease and tonumber(lease) > now then
	return { 0 }
end
-- First a write that frees memory: a full Redis lets this script do the rest.
call('SREM', WAITING, worker)
local requeued, answer, woken = 0, {}, false
for i = 7, #ARGV do
	local id = ARGV[i]
	local text = call('HGET', STATE, id)
	local state = text and parse(text)
	-- One that this release cannot read is taken back by a worker of the one that wrote it.
	if (state or not text) and call('HDEL', RUNNING, id) == 1 then
		-- One in line may have started without that being known: it counts as lost too.
		local held = state and state[STATUS] == HELD
		if held then
			call('ZREM', LINE, id)
		else
			call('HINCRBY', META, 'running', -1)
		end
		if state and (state[STATUS] == 'S' or held) and state[WORKER] == worker then
			state[LOSSES] = whole(state[LOSSES] + 1)
			if tonumber(state[LOSSES]) >= tonumber(ARGV[4]) then
				remember(state, 'F', ARGV[6])
				state[STATUS], state[ENDS], state[UNKNOWN] = 'F', whole(now), ''
				call('HSET', ERROR, id, ARGV[5])
				call('ZADD', ENDED.F, whole(now), id)
				countFailure(id, KEYS[EXTRA + 1 + i - 6], ARGV[5], 1)
				answer[#answer + 1] = id
				answer[#answer + 1] = head(state)
			else
				remember(state, 'Q', '')
				-- A worker that does not know the task holds it for a moment only.
				state[STATUS], state[ORIGIN], state[UNKNOWN] = 'W', 'q', ''
				call('ZADD', QUEUED, state[SCORE], id)
				requeued = requeued + 1
			end
			call('HSET', STATE, id, format(state))
		end
	end
end
if call('EXISTS', RUNNING) == 0 then
	call('ZREM', WORKERS, worker)
	call('HDEL', INFO, worker)
end
if requeued > 0 then
	wake()
end
table.insert(answer, 1, requeued)
return answer
