-- uses flow
-- ARGV: number of the first place, how many. Answers the letters of places, and their jobs.
local from, to = ARGV[3], whole(ARGV[3] + ARGV[4] - 1)
local answer = { lettersOf(call('GETRANGE', ends, from, to)) }
for _, id in ipairs(call('LRANGE', ids, from, to)) do
	answer[#answer + 1] = id
end
return answer
