-- uses guard, raw
-- KEYS: …, the raw queue, a key of this call, so that it adds nothing when it is repeated after a lost reply. ARGV: its
-- kind, the items. Answers the type of a key that is no such raw queue, or ''.
local source, kind = KEYS[EXTRA + 1], ARGV[3]
local other = otherType(source, kind)
if other ~= '' or not call('SET', KEYS[EXTRA + 2], '1', 'NX', 'EX', 60) then
	return { other }
end
local items = { unpack(ARGV, 4) }
if kind == 'l' then
	call('RPUSH', source, unpack(items))
elseif kind == 's' then
	call('SADD', source, unpack(items))
else
	local entries = {}
	for _, item in ipairs(items) do
		entries[#entries + 1] = kind == 't' and NOW or '0'
		entries[#entries + 1] = item
	end
	call('ZADD', source, unpack(entries))
end
return { '' }
