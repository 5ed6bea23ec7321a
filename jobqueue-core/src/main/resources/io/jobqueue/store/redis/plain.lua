-- uses holder
-- The outcomes of plain jobs: those of a queue without traits and limits that run for the first time and succeed.

-- Whether jobs of the queue may be plain.
local isPlainQueue = not (TRAITED or GATE or LIMITED)

-- How the state begins of a job that this worker runs for the first time.
local MINE = NEW .. worker .. UNIT

-- Makes the changes that begin at an argument, as step knows them. Answers what came of each; nil if one of them is not
-- the success of a plain job, and then nothing was done.
local function finishPlain(from)
	local ids, states, over, results, answers = {}, {}, {}, {}, {}
	for i = from, #ARGV, 3 do
		if ARGV[i + 1] ~= '1' or not (ARGV[i + 2] == 'OK' or string.byte(ARGV[i + 2]) == 61) then
			return nil
		end
		ids[#ids + 1] = ARGV[i]
	end
	if #ids == 0 then
		return answers
	end
	local known = call('HMGET', STATE, unpack(ids))
	for n = 1, #ids do
		if not known[n] or string.sub(known[n], 1, #MINE) ~= MINE then
			return nil
		end
		states[2 * n - 1], states[2 * n] = ids[n], DONE .. string.sub(known[n], 2) .. UNIT .. NOW
		over[2 * n - 1], over[2 * n] = NOW, ids[n]
		answers[n] = 0
		local kind = ARGV[from + 3 * n - 1]
		if kind ~= 'OK' then
			results[#results + 1], results[#results + 2] = ids[n], string.sub(kind, 2)
		end
	end
	-- First a write that frees memory: a full Redis lets this script do the rest.
	call('HDEL', RUNNING, unpack(ids))
	call('ZADD', ENDED_SUCCESS, unpack(over))
	call('HSET', STATE, unpack(states))
	if #results > 0 then
		call('HSET', RESULT, unpack(results))
	end
	return answers
end
