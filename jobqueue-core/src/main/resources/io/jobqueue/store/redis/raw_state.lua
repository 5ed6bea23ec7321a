-- uses raw
-- KEYS: …, the raw queue, its dead items. ARGV: its kind, how many dead items. Answers the type of a key that is no
-- such raw queue or '', its size, the number of dead items, and id, text and reason of the newest.
local source, kind = KEYS[EXTRA + 1], ARGV[3]
local other = otherType(source, kind)
if other ~= '' then
	return { other, 0, 0 }
end
local count = kind == 'l' and 'LLEN' or kind == 's' and 'SCARD' or 'ZCARD'
local answer = { '', call(count, source), call('XLEN', KEYS[EXTRA + 2]) }
-- Redis 6 answers nothing to a count of 0.
for _, entry in ipairs(call('XREVRANGE', KEYS[EXTRA + 2], '+', '-', 'COUNT', ARGV[4]) or {}) do
	answer[#answer + 1] = entry[1]
	answer[#answer + 1] = entry[2][2]
	answer[#answer + 1] = entry[2][4]
end
return answer
