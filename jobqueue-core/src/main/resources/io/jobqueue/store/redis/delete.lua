-- uses state, ended, taking, failures
-- KEYS: …, the key of the job. ARGV: id. Answers the letter of the status before; '' if it
-- is not here, then the entry that says where it went, or ''.
local id = ARGV[3]
local text = call('HGET', STATE, id)
local state = text and parse(text)
local letter = state and state[STATUS]
if letter == 'S' or letter == 'V' then
	return { letter }
elseif letter and ENDED[letter] then
	call('ZREM', ENDED[letter], id)
	if DEAD[letter] then
		countFailure(id, KEYS[EXTRA + 1], call('HGET', ERROR, id), -1)
	end
else
	letter = takeOut(id)
end
if not letter then
	return { '', call('HGET', FORWARD, id) or '' }
end
forget({ id }, EXTRA + 1)
return { letter }
