-- uses due

-- Moves so many due jobs at most. Answers how many, and when the next falls due.
local function promoteFrom(key, limit)
	local next = first(key)
	if limit < 1 or not next or next > now then
		return 0, next
	end
	local due = call('ZRANGE', key, '-inf', whole(now * 256 + 255), 'BYSCORE', 'LIMIT', 0, limit, 'WITHSCORES')
	local ids, scores = {}, {}
	for i = 1, #due, 2 do
		local score = tonumber(due[i + 1])
		ids[#ids + 1] = due[i]
		scores[#scores + 1] = whole((score % 256) * LEVEL + floor(score / 256))
		scores[#scores + 1] = due[i]
	end
	call('ZREM', key, unpack(ids))
	call('ZADD', QUEUED, unpack(scores))
	return #ids, first(key)
end

local function promote(limit)
	local scheduled, nextScheduled = promoteFrom(SCHEDULED, limit)
	local retries, nextRetry = promoteFrom(RETRY, limit - scheduled)
	return scheduled + retries, earlier(nextScheduled, nextRetry)
end
