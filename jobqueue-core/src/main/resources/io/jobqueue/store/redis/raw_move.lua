-- uses guard, inserting
-- Replaces items of a raw queue by jobs or by dead items. KEYS: …, the raw queue, its dead items, the keys that the
-- jobs name. ARGV: the kind of the raw queue, how many dead items are kept, how many items follow: each with its text,
-- its score or '', its size if the text is its beginning or '', the reason why it is dead or '' if it has a job, how
-- many bytes of a dead one are kept or '', and the record of its job if that is large; then the jobs.
-- Answers for each item what inserting answers for its job, 3 if the item is not touched, 4 if it is dead now; then
-- whether the queue was forgotten.
local source, dead, kind, count = KEYS[EXTRA + 1], KEYS[EXTRA + 2], ARGV[3], tonumber(ARGV[5])
local moves, answers, ids, items = {}, {}, {}, {}
local UNTOUCHED, BURIED = 3, 4
local at, jobAt, keyAt = 6, 6 + 6 * count, EXTRA + 2
for i = 1, count do
	local move = { item = ARGV[at], score = ARGV[at + 1], size = tonumber(ARGV[at + 2]), reason = ARGV[at + 3],
		kept = ARGV[at + 4], record = ARGV[at + 5], keys = {} }
	at, moves[i], items[i] = at + 6, move, move.item
	if move.reason == '' then
		move.job, ids[#ids + 1] = jobAt, ARGV[jobAt]
		-- Its record, and that of the owner of its key.
		for _, named in ipairs({ move.record ~= '', string.find(ARGV[jobAt + 5], '\30[^\30]*\30') ~= nil }) do
			if named then
				keyAt = keyAt + 1
				move.keys[#move.keys + 1] = KEYS[keyAt]
			end
		end
		jobAt = jobAt + 6
	end
end

-- Jobs that an earlier run of this call has made: their items are gone.
local known = {}
if #ids > 0 then
	local records, moved = call('HMGET', RECORDS, unpack(ids)), call('HMGET', FORWARD, unpack(ids))
	for n, id in ipairs(ids) do
		known[id] = records[n] or moved[n]
	end
end

local present = kind == 's' and call('SMISMEMBER', source, unpack(items))
	or kind ~= 'l' and call('ZMSCORE', source, unpack(items))
local head, taken, found = 0, {}, {}

-- Of a long item only the beginning and the size were seen. Of two that are alike, either is dead for the same reason.
local function isLike(item, move)
	return item and #item == move.size and not found[item] and string.sub(item, 1, #move.item) == move.item
end
local function take(item, move)
	found[item], move.item = true, item
	return true
end
local function isLongThere(move)
	for n = 0, 200 do
		local item = call('ZRANGEBYSCORE', source, move.score, move.score, 'LIMIT', n, 1)[1]
		if not item then
			return false
		elseif isLike(item, move) then
			return take(item, move)
		end
	end
	return false
end
local function isThere(i, move)
	if kind == 's' then
		return present[i] == 1
	elseif kind ~= 'l' and move.size then
		return isLongThere(move)
	elseif kind ~= 'l' then
		return present[i] == move.score
	end
	local item = head and call('LINDEX', source, head)
	if item and (item == move.item or move.size == #item and string.sub(item, 1, #move.item) == move.item) then
		head, move.item = head + 1, item
		return true
	end
	-- Another worker has taken it: what follows would pass it.
	head = nil
end
local from = 0
for i, move in ipairs(moves) do
	if move.job and known[ARGV[move.job]] then
		answers[i] = 0
	elseif PAUSED ~= '1' and isThere(i, move) then
		taken[#taken + 1] = i
		from = head or 0
	else
		answers[i] = UNTOUCHED
	end
end
if #taken == 0 then
	answers[count + 1] = 0
	return answers
end

-- First a write that frees memory, so that a full Redis drains. What finds no room is put back.
local gone = {}
for n, i in ipairs(taken) do
	gone[n] = moves[i].item
end
if kind == 'l' then
	call('LTRIM', source, from, -1)
else
	call(kind == 's' and 'SREM' or 'ZREM', source, unpack(gone))
end

local jobs, places, large = {}, {}, EXTRA + 2
for _, i in ipairs(taken) do
	local move = moves[i]
	if move.job then
		if move.record ~= '' then
			call('SET', move.keys[1], move.record, 'EX', 3600)
		end
		for k = 0, 5 do
			jobs[#jobs + 1] = ARGV[move.job + k]
		end
		for _, key in ipairs(move.keys) do
			large = large + 1
			KEYS[large] = key
		end
		places[#places + 1] = i
	end
end
local awake = false
if #jobs > 0 then
	local results, wakes = insert(jobs, 1, EXTRA + 2, true)
	awake = wakes
	for n, i in ipairs(places) do
		answers[i] = results[n]
	end
end

local back = {}
for n = #taken, 1, -1 do
	local move, answer = moves[taken[n]], answers[taken[n]]
	local again = type(answer) == 'string' and string.sub(answer, 1, 1) == 'n'
	if move.job and (answer == 0 or answer == 2 or again) then
		if kind == 'z' or kind == 't' then
			back[#back + 1] = move.score
		end
		back[#back + 1] = move.item
	end
end
if #back > 0 then
	call(kind == 'l' and 'LPUSH' or kind == 's' and 'SADD' or 'ZADD', source, unpack(back))
end
for _, i in ipairs(taken) do
	local move = moves[i]
	if not move.job then
		local text = move.kept == '' and move.item or string.sub(move.item, 1, tonumber(move.kept))
		call('XADD', dead, 'MAXLEN', '=', ARGV[4], '*', 't', text, 'r', move.reason)
		answers[i] = BURIED
	end
end
if awake then
	wake()
end
answers[count + 1] = remembered()
return answers
