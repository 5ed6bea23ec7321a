-- uses guard, due, records, wake
-- KEYS: …, the keys of the large records. ARGV: for each job its id, level, delay or '', due time or '', and
-- its record, or '' where that is large and was written before with a time to live.
-- Answers for each job 1 inserted, 0 was there, -1 the record written before is gone; then whether the queue was
-- forgotten.
local ids, answers, records, queued, scheduled = {}, {}, {}, {}, {}
for i = 3, #ARGV, 5 do
	ids[#ids + 1] = ARGV[i]
end
-- Both are rare: one look for the two.
local marks = call('EXISTS', FORWARD, FORGOTTEN)
local known, seen, moved = call('HMGET', RECORDS, unpack(ids)), {}, marks > 0 and call('EXISTS', FORWARD) == 1
local large, earliest = EXTRA, nil
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
			scheduled[#scheduled + 1] = whole(due * 256 + rank)
			scheduled[#scheduled + 1] = id
			earliest = math.min(earliest or due, due)
		else
			queued[#queued + 1] = whole(rank * LEVEL + due)
			queued[#queued + 1] = id
		end
	end
end
local before = earliest and nextDue()
if #records > 0 then
	call('HSET', RECORDS, unpack(records))
end
if #queued > 0 then
	call('ZADD', QUEUED, unpack(queued))
end
if #scheduled > 0 then
	call('ZADD', SCHEDULED, unpack(scheduled))
end
if #queued > 0 or (earliest and (not before or earliest < before)) then
	wake()
end
-- Not the first write: it would open a full Redis to inserts.
answers[#answers + 1] = marks > 0 and call('DEL', FORGOTTEN) or 0
return answers
