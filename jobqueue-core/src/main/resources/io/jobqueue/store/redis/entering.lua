-- uses due, lanes
-- The ways to wait. A script calls enter or enterLater for each job, and settleEntered once.
local ready, interrupted, scheduled, retrying, earliest = {}, {}, {}, {}, nil

local function add(list, score, id)
	local size = #list
	list[size + 1], list[size + 2] = score, id
end

-- The job waits, and may start when its turn comes.
local function enter(id, score, first)
	add(first and interrupted or ready, score, id)
end

-- The job waits, and may start when its time comes.
local function enterLater(id, rank, due, isRetry)
	add(isRetry and retrying or scheduled, whole(due * 256 + rank), id)
	earliest = math.min(earliest or due, due)
end

-- Answers whether a worker should be woken.
local function settleEntered()
	local before, turn = earliest and nextDue(), false
	if #ready > 0 and (LIMITED or GATE) then
		ready, turn = lanes.divide(ready)
	end
	if #ready > 0 then
		call('ZADD', QUEUED, unpack(ready))
	end
	if #interrupted > 0 then
		call('ZADD', INTERRUPTED, unpack(interrupted))
	end
	if #scheduled > 0 then
		call('ZADD', SCHEDULED, unpack(scheduled))
	end
	if #retrying > 0 then
		call('ZADD', RETRY, unpack(retrying))
	end
	local some = turn or #ready > 0 or #interrupted > 0 or (earliest and (not before or earliest < before))
	ready, interrupted, scheduled, retrying, earliest = {}, {}, {}, {}, nil
	return some
end
