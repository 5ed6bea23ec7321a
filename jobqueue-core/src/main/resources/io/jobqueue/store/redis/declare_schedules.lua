-- uses guard, scheduling
-- ARGV: names and fingerprints. Answers for each whether it is there with this fingerprint.
local names, answers, declared = {}, {}, {}
for i = 3, #ARGV, 2 do
	names[#names + 1] = ARGV[i]
end
for n, state in ipairs(call('HMGET', SCHEDULE_STATES, unpack(names))) do
	local _, _, _, print = string.match(state or '', SCHEDULE)
	answers[n] = print == ARGV[2 + 2 * n] and 1 or 0
	if answers[n] == 1 then
		declared[#declared + 1] = NOW
		declared[#declared + 1] = names[n]
	end
end
if #declared > 0 then
	call('ZADD', SCHEDULE_DECLARED, unpack(declared))
end
return answers
