-- ARGV: ids. Answers the record of each, '' if there is none.
local answer = call('HMGET', RECORDS, unpack(ARGV, 3))
for i = 1, #answer do
	answer[i] = answer[i] or ''
end
return answer
