-- uses looking
-- ARGV: ids. Answers eight for each: letter of the place or '', score, state, result with a leading '=', error,
-- forward, traits, record.
local ids, answer = {}, {}
for i = 3, #ARGV do
	ids[#ids + 1] = ARGV[i]
end
local states, letters, scores = look(ids)
local results, errors = call('HMGET', RESULT, unpack(ids)), call('HMGET', ERROR, unpack(ids))
local forwards, records = call('HMGET', FORWARD, unpack(ids)), call('HMGET', RECORDS, unpack(ids))
local traits = call('HMGET', TRAITS, unpack(ids))
for i = 1, #ids do
	answer[#answer + 1] = letters[i]
	answer[#answer + 1] = scores[i]
	answer[#answer + 1] = states[i] or ''
	answer[#answer + 1] = results[i] and ('=' .. results[i]) or ''
	answer[#answer + 1] = errors[i] or ''
	answer[#answer + 1] = forwards[i] or ''
	answer[#answer + 1] = traits[i] or ''
	answer[#answer + 1] = records[i] or ''
end
return answer
