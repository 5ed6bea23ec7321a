-- uses guard, records
-- An operation on many jobs begins with it, so it is refused where the operation would be.
-- KEYS: …, the key of each job. ARGV: their ids. Answers the time at which each was inserted, '' if it is not there.
local answer = call('HMGET', RECORDS, unpack(ARGV, 3))
for i = 1, #answer do
	local record = answer[i] or ''
	if record == LARGE then
		record = call('GETRANGE', KEYS[EXTRA + i], 0, #NOW - 1)
	end
	answer[i] = record:sub(1, #NOW)
end
return answer
