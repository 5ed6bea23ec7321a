-- KEYS: …, the keys of the jobs, the mark of a forgotten queue. ARGV: for each job its id, level, delay or '', due time or '', and
-- its record, or '' where that was written before with a time to live.
-- Answers for each job 1 inserted, 0 was there, -1 the record written before is gone; then whether the queue was marked.
local answers, queued, scheduled = {}, {}, {}
local stamp = NOW
local earliest
local moved = call('EXISTS', FORWARD) == 1
for i = 3, #ARGV, 5 do
	local id, rank, record = ARGV[i], tonumber(ARGV[i + 1]), ARGV[i + 4]
	local key = KEYS[EXTRA + #answers + 1]
	local answer
	if moved and call('HEXISTS', FORWARD, id) == 1 then
		answer = 0
	elseif record ~= '' then
		answer = call('SET', key, stamp .. record, 'NX') and 1 or 0
	else
		local life = call('PTTL', key)
		answer = life > 0 and 1 or life == -1 and 0 or -1
		if answer == 1 then
			call('SETRANGE', key, 0, stamp)
			call('PERSIST', key)
		end
	end
	answers[#answers + 1] = answer
	if answer == 1 then
		local due = now
		if ARGV[i + 2] ~= '' then
			due = now + ARGV[i + 2]
		elseif ARGV[i + 3] ~= '' then
			due = math.max(now, tonumber(ARGV[i + 3]))
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
answers[#answers + 1] = call('DEL', KEYS[#KEYS])
return answers
