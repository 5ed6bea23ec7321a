-- uses state, ended, awaiting, failures, wake
-- KEYS: …, the key of the job. ARGV: id. Answers the letter of the status before; '' if it
-- is not here, then the entry that says where it went, or ''.
local id = ARGV[3]
local text = call('HGET', STATE, id)
local state = text and parse(text)
local letter = state and state[STATUS]
if letter and ENDED[letter] then
	call('ZREM', ENDED[letter], id)
	if DEAD[letter] then
		countFailure(id, KEYS[EXTRA + 1], call('HGET', ERROR, id), -1)
	end
	call('HDEL', RESULT, id)
	call('HDEL', ERROR, id)
	state[RETRIES], state[LOSSES], state[ATTEMPTS] = '0', '0', '0'
	state[ENDS], state[UNKNOWN], state[PROGRESS], state[CLOSED], state[INTERRUPTIONS] = '', '', '', '', ''
	-- One later than now is behind all that was inserted in this millisecond.
	await(id, state, now + 1)
	call('HSET', STATE, id, format(state))
	wake()
	return { letter }
elseif letter == 'S' then
	return { 'S' }
elseif letter == 'V' then
	return { 'V' }
end
local places = { Q = QUEUED, H = SCHEDULED, R = RETRY, I = INTERRUPTED }
for place, key in pairs(places) do
	if call('ZSCORE', key, id) then
		return { place }
	end
end
return { '', call('HGET', FORWARD, id) or '' }
