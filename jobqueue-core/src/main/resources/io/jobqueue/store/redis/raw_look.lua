-- uses guard, raw
-- KEYS: …, the raw queue. ARGV: its kind, the most items, how many jobs may be ready in the queue, the bytes after
-- which to stop, the longest item in bytes that is answered as a whole, how many bytes of a longer one. It changes
-- nothing, but a queue that needs another release is refused here: its items are not read.
-- Answers the type of a key that is no such raw queue or '', whether there may be more, and of each item its text, its
-- score or '', and its size if the text is its beginning, or ''.
local source, kind, bytes = KEYS[EXTRA + 1], ARGV[3], tonumber(ARGV[6])
local longest, beginning = tonumber(ARGV[7]), tonumber(ARGV[8])
local other = otherType(source, kind)
local ready = call('ZCARD', QUEUED) + call('ZCARD', LANED) + call('ZCARD', LINE) + call('ZCARD', INTERRUPTED)
local limit = math.min(tonumber(ARGV[4]), ARGV[5] - ready)
if other ~= '' or PAUSED == '1' or limit <= 0 then
	return { other, '' }
end
local answer, found = { '', '' }, 0

local function take(item, score)
	local at, size = #answer, ''
	-- A member of a set is found by all of it only.
	if kind ~= 's' and #item > longest then
		size, item = string.format('%d', #item), string.sub(item, 1, beginning)
	end
	answer[at + 1], answer[at + 2], answer[at + 3] = item, score, size
	found, bytes = found + 1, bytes - #item
end

-- One after the other: a large item is not read with a hundred others.
local function takeNext()
	if kind == 'l' then
		local item = call('LINDEX', source, found)
		return item and { item, '' }
	elseif kind == 'z' then
		return call('ZRANGE', source, found, found, 'WITHSCORES')
	end
	return call('ZRANGEBYSCORE', source, '-inf', NOW, 'WITHSCORES', 'LIMIT', found, 1)
end

if kind == 's' then
	-- Any members, a few at a time, as often as may give enough different ones.
	local seen, size = {}, call('SCARD', source)
	for _ = 1, 2 + limit / 5 do
		if found >= math.min(limit, size) or bytes <= 0 then
			break
		end
		for _, item in ipairs(call('SRANDMEMBER', source, 10)) do
			if not seen[item] and found < limit then
				seen[item] = true
				take(item, '')
			end
		end
	end
	answer[2] = found < size and '1' or ''
	return answer
end
local entry = takeNext()
while entry and entry[1] and found < limit and bytes > 0 do
	take(entry[1], entry[2])
	entry = takeNext()
end
answer[2] = entry and entry[1] and '1' or ''
return answer
