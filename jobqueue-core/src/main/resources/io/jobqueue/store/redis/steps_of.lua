-- ARGV: id. Answers name and result of each step of the job.
local index, answer = call('HGET', NOTES, ARGV[3]) or '0', {}
for n = 1, tonumber(string.match(index, '^%d+')) do
	local name, result = string.match(call('HGET', NOTES, ARGV[3] .. '\31s' .. whole(n)) or '', '^([^\31]*)\31(.*)$')
	answer[#answer + 1] = name or ''
	answer[#answer + 1] = result or ''
end
return answer
