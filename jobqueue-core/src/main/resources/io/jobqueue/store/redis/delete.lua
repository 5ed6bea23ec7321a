-- uses guard, state, ended, taking, failures
-- KEYS: …, the keys of the jobs. ARGV: letters of the statuses to act on, then ids.
-- Answers two for each: the letter of the status before and ''; if it is not here '' and the entry that says where it
-- went, or ''.
local answer = {}
for i = 4, #ARGV do
	local id, key = ARGV[i], EXTRA + i - 3
	local text = call('HGET', STATE, id)
	local state = text and parse(text)
	local letter = state and state[STATUS]
	local place
	if text and not state then
		-- Another release wrote it: what belongs to the job is not known here.
		letter = nil
	elseif not letter or letter == 'W' then
		letter, place = lookUp(id)
	else
		place = ENDED[letter]
	end
	if letter and place and isMeant(letter) and call('ZREM', place, id) == 1 then
		if DEAD[letter] then
			countFailure(id, KEYS[key], call('HGET', ERROR, id), -1)
		end
		forget({ id }, key)
	end
	-- A worker holds it: it counts as started here.
	letter = letter == HELD and 'S' or letter
	answer[#answer + 1] = letter or ''
	answer[#answer + 1] = letter and '' or call('HGET', FORWARD, id) or ''
end
return answer
