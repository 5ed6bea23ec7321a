-- uses guard, state, ended, taking
-- KEYS: …, the running jobs of the worker. ARGV: letters of the statuses to act on, worker or '', then ids.
-- Answers two for each: the letter of the status before and '', or the worker to ask with; if it is not here '' and the
-- entry that says where it went, or ''.
local worker = ARGV[4]

local function finish(id, state)
	state[STATUS], state[ENDS], state[UNKNOWN] = 'C', NOW, ''
	call('HSET', STATE, id, format(state))
	call('ZADD', ENDED.C, NOW, id)
end

local function cancelRunning(id, state)
	if call('HDEL', KEYS[EXTRA + 1], id) == 1 then
		call('HINCRBY', META, 'running', -1)
	end
	remember(state, 'C', '')
	state[CLOSED] = ''
	finish(id, state)
	call('PUBLISH', ARGV[1] .. worker, 'c' .. id)
end

-- No attempt was made: the worker and the start are those of the one before, if there was one.
local function cancelHeld(id, state)
	call('HDEL', KEYS[EXTRA + 1], id)
	call('ZREM', LINE, id)
	local before, started = string.match(state.history, '.*\30[^\31]*\31([^\31]*)\31([^\31]*)')
	state[WORKER], state[STARTED], state[ATTEMPTS], state[CLOSED] = before or '', started or '', state[RETRIES], ''
	finish(id, state)
	call('PUBLISH', ARGV[1] .. worker, 'c' .. id)
end

local function cancelWaiting(id, state, place, score)
	call('ZREM', place, id)
	if place == SCHEDULED or place == RETRY then
		score = (score % 256) * LEVEL + floor(score / 256)
	end
	state = state or fresh(score)
	state[SCORE] = whole(tonumber(score))
	finish(id, state)
end

local answer = {}
for i = 5, #ARGV do
	local id, ask = ARGV[i], ''
	local text = call('HGET', STATE, id)
	local state = text and parse(text)
	local letter = state and state[STATUS]
	if text and not state then
		-- Another release wrote it: nothing can be added to it here.
		letter = nil
	elseif not letter or letter == 'W' then
		local place, score
		letter, place, score = lookUp(id)
		if letter and isMeant(letter) then
			cancelWaiting(id, state, place, score)
		end
	elseif letter == 'S' or letter == HELD then
		local held = letter == HELD
		letter = held and 'Q' or 'S'
		if not isMeant(letter) then
			ask = ''
		elseif state[WORKER] == worker then
			(held and cancelHeld or cancelRunning)(id, state)
		else
			ask = state[WORKER]
		end
	end
	-- One that moves may be at its target already: the caller finishes the move and asks there.
	answer[#answer + 1] = letter or ''
	answer[#answer + 1] = letter and ask or call('HGET', FORWARD, id) or ''
end
return answer
