-- uses looking
-- KEYS: …, the key of each job. ARGV: ids. Answers the parts that find.lua answers, of which result and stack trace are
-- empty, the history has its last entry only and the record ends before the payload. A large record whose beginning is
-- long is left to the reader.
local ids, answer = { unpack(ARGV, 3) }, {}
local BEGINNING, LONGEST = '^[^\30]*\30', 8191
local states, letters, scores = look(ids)
local errors, records = call('HMGET', ERROR, unpack(ids)), call('HMGET', RECORDS, unpack(ids))
local traits = call('HMGET', TRAITS, unpack(ids))
for i = 1, #ids do
	local text, record, size = states[i] or '', records[i] or '', #answer
	if record == LARGE then
		record = string.match(call('GETRANGE', KEYS[EXTRA + i], 0, LONGEST), BEGINNING) or record
	else
		record = string.match(record, BEGINNING) or record
	end
	answer[size + 1], answer[size + 2] = letters[i], scores[i]
	answer[size + 3] = string.match(text, '^[^\30]*') .. (string.match(text, '.*(\30.*)$') or '')
	answer[size + 4], answer[size + 5] = '', string.match(errors[i] or '', '^[^\31]*\31m=[^\31]*') or string.match(errors[i] or '', '^[^\31]*')
	answer[size + 6], answer[size + 7], answer[size + 8] = '', traits[i] or '', record
end
return answer
