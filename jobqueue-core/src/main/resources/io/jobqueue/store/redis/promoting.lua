-- uses entering

-- The most due jobs that one script makes ready, which takes about a millisecond.
local PROMOTE = 500

-- Makes due jobs ready up to a limit, the earliest first. Answers how many, and when the next falls due.
local function promote(limit)
	local scheduled, retry = first(SCHEDULED), first(RETRY)
	local next = earlier(scheduled, retry)
	if limit < 1 or not next or next > now then
		return 0, next
	end
	-- These functions are made here, since each one that is made costs time with every call of a script.

	local function dueIn(key, next, limit)
		if not next or next > now then
			return {}
		end
		return call('ZRANGE', key, '-inf', whole(now * 256 + 255), 'BYSCORE', 'LIMIT', 0, limit, 'WITHSCORES')
	end

	-- The scores of both statuses are of one kind: the earliest of both come first.
	local function merge(some, others, limit)
		if #others == 0 then
			return some, #some / 2, 0
		end
		local one, other, taken = 1, 1, {}
		while #taken < 2 * limit and (some[one] or others[other]) do
			local first = some[one] and (not others[other] or tonumber(some[one + 1]) <= tonumber(others[other + 1]))
			taken[#taken + 1] = first and some[one] or others[other]
			taken[#taken + 1] = first and some[one + 1] or others[other + 1]
			if first then
				one = one + 2
			else
				other = other + 2
			end
		end
		return taken, (one - 1) / 2, (other - 1) / 2
	end

	local function remove(key, due, count)
		local ids = {}
		for i = 1, count do
			ids[i] = due[2 * i - 1]
		end
		if count > 0 then
			call('ZREM', key, unpack(ids))
		end
	end

	local dueScheduled, dueRetry = dueIn(SCHEDULED, scheduled, limit), dueIn(RETRY, retry, limit)
	local due, fromScheduled, fromRetry = merge(dueScheduled, dueRetry, limit)
	remove(SCHEDULED, dueScheduled, fromScheduled)
	remove(RETRY, dueRetry, fromRetry)
	for i = 1, #due, 2 do
		local score = tonumber(due[i + 1])
		enter(due[i], whole((score % 256) * LEVEL + floor(score / 256)))
	end
	settleEntered()
	return #due / 2, nextDue()
end
