-- uses guard, vacancy, places, tidying, healing
-- ARGV: limit, then three for each status: its letter, how long to keep, how many to keep.
-- Deletes the jobs that may go, of a status the oldest first. It leaves one to discard that is large, and so has a key
-- that is not given here, or was dispatched to another queue, which may know where it went.
-- Answers 1 if there is nothing at all, 2 if there are traces of moves; how many were deleted; then letter and id of
-- those others.
local left, answer, deleted = tonumber(ARGV[3]), { 0, 0 }, 0
local home = ARGV[2] .. '-'

local function isOwn(id)
	return #id == #home + 26 and string.sub(id, 1, #home) == home
end

local function prune(letter, key, count)
	local gone = {}
	for _, id in ipairs(call('ZRANGE', key, 0, count - 1)) do
		if isOwn(id) and call('HSTRLEN', RECORDS, id) ~= #LARGE then
			gone[#gone + 1] = id
		else
			answer[#answer + 1] = letter
			answer[#answer + 1] = id
		end
	end
	if #gone > 0 then
		for _, id in ipairs(gone) do
			leaveEnded(id, letter)
		end
		settle()
		erase(gone)
		deleted = deleted + #gone
	end
end

for i = 4, #ARGV, 3 do
	local letter = ARGV[i]
	local key = ENDED[letter]
	local size = call('ZCARD', key)
	if size > 0 and left > 0 then
		local old = call('ZCOUNT', key, '-inf', '(' .. whole(now - ARGV[i + 1]))
		local count = math.min(left, math.max(old, size - ARGV[i + 2]))
		if count > 0 then
			prune(letter, key, count)
			left = left - count
		end
	end
end
if TRAITED then
	tidyTraits(PRUNE_KEYS)
end
if LIMITED then
	heal(50)
end
if NOTED and call('EXISTS', NOTES) == 0 then
	call('HDEL', META, 'notes')
end
answer[2] = deleted
if left > 0 and #answer == 2 then
	answer[1] = vacant() and 1 or call('EXISTS', FORWARD, MOVING, ARRIVED) > 0 and 2 or 0
end
return answer
