-- uses guard
-- KEYS: …, hashes of sums. ARGV: when each of them expires, in ms; then for each sum the number of its hash, its field and
-- its value. A value is 'position:sum,…', in any order. It is added to what is there, position by position.
local hashes = #KEYS - EXTRA

local function plus(old, new)
	local sums, order, text = {}, {}, {}
	for position, sum in string.gmatch(old .. ',' .. new, '(%d+):(%d+)') do
		if not sums[position] then
			order[#order + 1] = position
		end
		sums[position] = (sums[position] or 0) + sum
	end
	for i, position in ipairs(order) do
		text[i] = position .. ':' .. whole(sums[position])
	end
	return table.concat(text, ',')
end

for i = 3 + hashes, #ARGV, 3 do
	local key, field = KEYS[EXTRA + tonumber(ARGV[i])], ARGV[i + 1]
	local old = call('HGET', key, field)
	call('HSET', key, field, old and plus(old, ARGV[i + 2]) or ARGV[i + 2])
end
for i = 1, hashes do
	call('PEXPIREAT', KEYS[EXTRA + i], ARGV[2 + i])
end
return hashes
