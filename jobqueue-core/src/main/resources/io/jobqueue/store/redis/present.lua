-- ARGV: ids. Answers for each whether the job is here, or where it went from here is known.
local answer = {}
for i = 3, #ARGV do
	local id = ARGV[i]
	answer[i - 2] = (call('HEXISTS', RECORDS, id) == 1 or call('HEXISTS', STATE, id) == 1
		or call('HEXISTS', FORWARD, id) == 1) and 1 or 0
end
return answer
