-- Stands before every script. The first KEYS are those of the queue, in the order of QueueKeys;
-- the first two ARGV are the prefix of the signal channels and the name of the queue.
local QUEUED, SCHEDULED, RETRY, INTERRUPTED = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local STATE, RESULT, ERROR, WORKERS, META = KEYS[5], KEYS[6], KEYS[7], KEYS[8], KEYS[9]
local WAITING, FAILURES, INFO, FORWARD, MOVING = KEYS[10], KEYS[11], KEYS[12], KEYS[13], KEYS[14]
local ENDED = { U = KEYS[15], F = KEYS[16], M = KEYS[17], T = KEYS[18], A = KEYS[19], C = KEYS[20] }
local DEAD = { F = true, M = true, T = true }
local EXTRA = 20
local LEVEL = 8796093022208
local UNIT, ENTRY = '\31', '\30'
local HISTORY = 20
-- The fields of a state, which its history follows.
local STATUS, DELIVERY, RETRIES, LOSSES, SCORE, STARTED, ENDS = 1, 2, 3, 4, 5, 6, 7
local WORKER, MAX_RETRIES, UNKNOWN, PROGRESS, ATTEMPTS, CLOSED, ORIGIN = 8, 9, 10, 11, 12, 13, 14
local FIELDS = 14

local call = redis.call
local time = call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local NOW = string.format('%.0f', now)

local function whole(number)
	return string.format('%.0f', number)
end

-- One match with a capture for each field and one for the history is far cheaper than a loop.
local PATTERN = '^' .. string.rep('([^\31]*)\31', FIELDS - 1) .. '([^\30]*)(.*)$'

local function parse(text)
	local fields = { string.match(text, PATTERN) }
	fields.history = fields[FIELDS + 1]
	return fields
end

local function fresh(score)
	return { 'W', '0', '0', '0', whole(score), '', '', '', '', '', '', '0', '', 'q', history = '' }
end

local function head(fields)
	return table.concat(fields, UNIT, 1, FIELDS)
end

local function format(fields)
	return table.concat(fields, UNIT, 1, FIELDS) .. fields.history
end

-- The attempt that is over, with the letter of what came of it.
local function remember(fields, letter, text)
	local history = fields.history .. ENTRY .. (fields[RETRIES] + 1) .. UNIT .. fields[WORKER] .. UNIT
		.. fields[STARTED] .. UNIT .. NOW .. UNIT .. letter .. UNIT .. text
	if fields.history == '' then
		fields.history = history
		return
	end
	local _, count = string.gsub(history, ENTRY, '')
	while count > HISTORY do
		local second = string.find(history, ENTRY, 2, true)
		history = string.sub(history, second)
		count = count - 1
	end
	fields.history = history
end

local function level(score)
	return math.floor(score / LEVEL)
end

-- Wakes one sleeper. A paused queue has nothing for it, so resume does that.
local function wake()
	if call('HEXISTS', META, 'paused') == 1 then
		return
	end
	for _ = 1, 5 do
		local sleeper = call('SPOP', WAITING)
		if not sleeper then
			return
		end
		local lease = call('ZSCORE', WORKERS, sleeper)
		-- A worker that died asleep must not swallow the signal.
		if lease and tonumber(lease) > now then
			call('PUBLISH', ARGV[1] .. sleeper, 'r' .. ARGV[2])
			return
		end
	end
end

local function first(key)
	local entry = call('ZRANGE', key, 0, 0, 'WITHSCORES')
	return entry[2] and math.floor(tonumber(entry[2]) / 256)
end

local function nextDue()
	local scheduled, retry = first(SCHEDULED), first(RETRY)
	if scheduled and retry then
		return math.min(scheduled, retry)
	end
	return scheduled or retry
end

local function promoteFrom(key, limit)
	if limit < 1 then
		return 0
	end
	local due = call('ZRANGE', key, '-inf', whole(now * 256 + 255), 'BYSCORE', 'LIMIT', 0, limit, 'WITHSCORES')
	if #due == 0 then
		return 0
	end
	local ids, scores = {}, {}
	for i = 1, #due, 2 do
		local score = tonumber(due[i + 1])
		ids[#ids + 1] = due[i]
		scores[#scores + 1] = whole((score % 256) * LEVEL + math.floor(score / 256))
		scores[#scores + 1] = due[i]
	end
	call('ZREM', key, unpack(ids))
	call('ZADD', QUEUED, unpack(scores))
	return #ids
end

local function promote(limit)
	local moved = promoteFrom(SCHEDULED, limit)
	return moved + promoteFrom(RETRY, limit - moved)
end

local function group(jobKey, errorText)
	local task = string.match(call('GETRANGE', jobKey, 13, 1000), '^([^\31]*)\31') or ''
	return task .. UNIT .. (errorText and string.match(errorText, '^[^\31]*') or '')
end

local function countFailure(jobKey, errorText, change)
	local name = group(jobKey, errorText)
	if call('HINCRBY', FAILURES, name, change) < 1 then
		call('HDEL', FAILURES, name)
	end
end

-- Adds a job that waits; answers whether somebody should be woken for it.
local function await(id, fields, due)
	local rank = level(tonumber(fields[SCORE]))
	fields[STATUS] = 'W'
	fields[SCORE] = whole(rank * LEVEL + due)
	fields[ORIGIN] = 'q'
	if due <= now + 1 then
		call('ZADD', QUEUED, fields[SCORE], id)
		return true
	end
	local earliest = nextDue()
	call('ZADD', RETRY, whole(due * 256 + rank), id)
	return not earliest or due < earliest
end

-- Whether the queue has nothing any more: no job, nobody who serves it, no pause.
local function vacant()
	local last = call('ZRANGE', WORKERS, -1, -1, 'WITHSCORES')[2]
	return call('EXISTS', QUEUED, SCHEDULED, RETRY, INTERRUPTED, STATE, RESULT, ERROR, FAILURES, FORWARD, MOVING,
		unpack(KEYS, 15, EXTRA)) == 0
		and not (last and tonumber(last) > now)
		and call('HLEN', META) == call('HEXISTS', META, 'running')
end

-- Answers the status of a job that waits and takes it out of its place, nil if it does not wait.
local function takeOut(id)
	if call('ZREM', QUEUED, id) == 1 then
		return 'Q'
	elseif call('ZREM', SCHEDULED, id) == 1 then
		return 'H'
	elseif call('ZREM', RETRY, id) == 1 then
		return 'R'
	elseif call('ZREM', INTERRUPTED, id) == 1 then
		return 'I'
	end
end
