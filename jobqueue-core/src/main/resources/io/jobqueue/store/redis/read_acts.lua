-- KEYS: the stream. ARGV: the id to begin with, how many. Answers id, user, action, target, count of each, newest first.
local answer = {}
for _, entry in ipairs(call('XREVRANGE', KEYS[EXTRA + 1], ARGV[3], '-', 'COUNT', ARGV[4])) do
	local known = {}
	for i = 1, #entry[2], 2 do
		known[entry[2][i]] = entry[2][i + 1]
	end
	answer[#answer + 1] = entry[1]
	for _, field in ipairs({ 'u', 'a', 't' }) do
		answer[#answer + 1] = known[field] or ''
	end
	answer[#answer + 1] = known.n or '0'
end
return answer
