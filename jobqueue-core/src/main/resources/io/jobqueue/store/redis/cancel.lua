-- uses state, ended, taking
-- KEYS: …, the key of the job, the running jobs of the worker. ARGV: id, worker or ''.
-- Answers the letter of the status before and '', or the worker to ask with; if the job is not here twice '', then the
-- entry that says where it went, or ''.
local id, worker = ARGV[3], ARGV[4]
local text = call('HGET', STATE, id)
local state = text and parse(text)
local letter
if state and state[STATUS] == 'S' then
	if state[WORKER] ~= worker then
		return { 'S', state[WORKER] }
	end
	letter = 'S'
	if call('HDEL', KEYS[EXTRA + 2], id) == 1 then
		call('HINCRBY', META, 'running', -1)
	end
	remember(state, 'C', '')
elseif state and state[STATUS] == 'V' then
	-- It may be at its target already: the caller finishes the move and asks there.
	return { 'V', '' }
elseif state and state[STATUS] ~= 'W' then
	return { state[STATUS], '' }
else
	local score = call('ZSCORE', QUEUED, id) or call('ZSCORE', INTERRUPTED, id)
	local later = not score and (call('ZSCORE', SCHEDULED, id) or call('ZSCORE', RETRY, id))
	letter = takeOut(id)
	if not letter then
		return { '', '', call('HGET', FORWARD, id) or '' }
	end
	if later then
		score = (later % 256) * LEVEL + floor(later / 256)
	end
	state = state or fresh(score)
	state[SCORE] = whole(tonumber(score))
end
local running = letter == 'S'
state[STATUS], state[ENDS], state[UNKNOWN] = 'C', whole(now), ''
if running then
	state[CLOSED] = ''
end
call('HSET', STATE, id, format(state))
call('ZADD', ENDED.C, whole(now), id)
if running then
	call('PUBLISH', ARGV[1] .. worker, 'c' .. id)
end
return { letter, '' }
