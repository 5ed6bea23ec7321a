-- uses guard, state, ended, taking, awaiting, failures, wake
-- KEYS: …, the keys of the jobs. ARGV: letters of the statuses to act on, then ids.
-- Answers two for each: the letter of the status before and ''; if it is not here '' and the entry that says where it
-- went, or ''.
local function requeue(id, key, state)
	local letter = state[STATUS]
	call('ZREM', ENDED[letter], id)
	if DEAD[letter] then
		countFailure(id, key, call('HGET', ERROR, id), -1)
	end
	call('HDEL', RESULT, id)
	call('HDEL', ERROR, id)
	state[RETRIES], state[LOSSES], state[ATTEMPTS] = '0', '0', '0'
	state[ENDS], state[UNKNOWN], state[PROGRESS], state[CLOSED], state[INTERRUPTIONS] = '', '', '', '', ''
	-- One later than now is behind all that was inserted in this millisecond.
	await(id, state, now + 1)
	call('HSET', STATE, id, format(state))
end

local answer, changed = {}, false
for i = 4, #ARGV do
	local id = ARGV[i]
	local text = call('HGET', STATE, id)
	local state = text and parse(text)
	local letter = state and state[STATUS]
	if text and not state then
		-- Another release wrote it.
		letter = nil
	elseif not letter or letter == 'W' then
		letter = lookUp(id)
	elseif ENDED[letter] and isMeant(letter) then
		requeue(id, KEYS[EXTRA + i - 3], state)
		changed = true
	end
	letter = letter == HELD and 'Q' or letter
	answer[#answer + 1] = letter or ''
	answer[#answer + 1] = letter and '' or call('HGET', FORWARD, id) or ''
end
if changed then
	wake()
end
return answer
