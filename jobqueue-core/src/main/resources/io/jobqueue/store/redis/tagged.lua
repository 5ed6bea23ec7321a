-- ARGV: tag, id after which to go on or '', limit. Answers ids, the highest first.
local start = ARGV[3] .. UNIT
local last = ARGV[4] ~= '' and '(' .. start .. ARGV[4] or '(' .. ARGV[3] .. '\32'
local ids = call('ZREVRANGEBYLEX', TAG_INDEX, last, '(' .. start, 'LIMIT', 0, ARGV[5])
for i, entry in ipairs(ids) do
	ids[i] = string.sub(entry, #start + 1)
end
return ids
