-- uses guard, entering, records
-- KEYS: …, the keys of the large records. ARGV: for each job its id, level, delay or '', due time or '', and
-- its record, or '' where that is large and was written before with a time to live.
-- Answers for each job 1 inserted, 0 was there, -1 the record written before is gone; then whether the queue was
-- forgotten.
local ids, answers, records = {}, {}, {}
for i = 3, #ARGV, 5 do
	ids[#ids + 1] = ARGV[i]
end
-- Both are rare: one look for the two.
local marks = call('EXISTS', FORWARD, FORGOTTEN)
local known, seen, moved = call('HMGET', RECORDS, unpack(ids)), {}, marks > 0 and call('EXISTS', FORWARD) == 1
local large = EXTRA
for n = 1, #ids do
	local id, at = ids[n], 5 * n - 2
	local record = ARGV[at + 4]
	local answer = 1
	if record == '' then
		large = large + 1
	end
	if known[n] or seen[id] or (moved and call('HEXISTS', FORWARD, id) == 1) then
		answer = 0
	elseif record ~= '' then
		record = NOW .. record
	elseif call('EXISTS', KEYS[large]) == 0 then
		answer = -1
	else
		call('SETRANGE', KEYS[large], 0, NOW)
		call('PERSIST', KEYS[large])
		record = LARGE
	end
	answers[n] = answer
	if answer == 1 then
		seen[id] = true
		records[#records + 1] = id
		records[#records + 1] = record
		local rank, delay, time, due = ARGV[at + 1], ARGV[at + 2], ARGV[at + 3], now
		if delay ~= '' then
			due = now + delay
		elseif time ~= '' then
			due = math.max(now, tonumber(time))
		end
		due = math.min(due, LEVEL - 1)
		if due > now then
			enterLater(id, rank, due)
		else
			enter(id, whole(rank * LEVEL + due))
		end
	end
end
if #records > 0 then
	call('HSET', RECORDS, unpack(records))
end
if settleEntered() then
	wake()
end
-- Not the first write: it would open a full Redis to inserts.
answers[#answers + 1] = marks > 0 and call('DEL', FORGOTTEN) or 0
return answers
