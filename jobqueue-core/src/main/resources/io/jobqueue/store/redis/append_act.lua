-- uses acts
-- KEYS: the stream. ARGV: how many to keep, for how many ms, token, user, action, target, count. Entries beyond are
-- deleted. An act that is among the newest ones already is not added again. Answers whether it was added.
local stream = KEYS[EXTRA + 1]
for _, entry in ipairs(call('XREVRANGE', stream, '+', '-', 'COUNT', 20)) do
	local fields = entry[2]
	for i = 1, #fields, 2 do
		if fields[i] == 'k' and fields[i + 1] == ARGV[5] then
			return 0
		end
	end
end
call('XADD', stream, '*', 'u', ARGV[6], 'a', ARGV[7], 't', ARGV[8], 'n', ARGV[9], 'k', ARGV[5])
trimActs(stream, ARGV[3], ARGV[4], 200)
return 1
