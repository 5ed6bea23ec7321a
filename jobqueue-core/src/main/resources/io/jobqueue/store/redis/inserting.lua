-- uses entering, claiming
-- The way of new jobs into a queue, for all scripts that insert some.
local marks = nil

-- To be called once, behind the first write. Answers 1 if the queue was forgotten: it is to be listed again.
local function remembered()
	return marks and marks > 0 and call('DEL', FORGOTTEN) or 0
end

local room
if SIZE then
	-- How many more jobs the queue takes.
	function room()
		local waiting = call('ZCARD', LINE) + call('HLEN', MOVING)
		for _, key in ipairs({ QUEUED, LANED, SCHEDULED, RETRY, INTERRUPTED }) do
			waiting = waiting + call('ZCARD', key)
		end
		return SIZE - waiting
	end
end

-- When a job is due that was given a delay or a time or neither.
local function dueAt(delay, time)
	local due = now
	if delay ~= '' then
		due = now + delay
	elseif time ~= '' then
		due = math.max(now, tonumber(time))
	end
	return math.min(due, LEVEL - 1)
end

-- Inserts the jobs that stand in args from an index on. Each has its id, level, delay or '', due time or '', its record,
-- or '' where that is large and was written before with a time to live, and its traits or ''. Behind traits with a key
-- stand an ENTRY, what a conflict does and the longest wait, as claiming knows them. The key of each large record stands
-- in KEYS, behind a number of others; behind it that of the owner's record, where the traits name an owner.
-- If bounded, a job that finds the queue full is not inserted.
-- Answers for each job 1 inserted, 0 was there, -1 the record written before is gone, 2 the queue is full, 4 it is too
-- late, or what claiming answers; then whether a worker should be woken.
local function insert(args, from, others, bounded)
	local ids, answers, large, free = {}, {}, others, math.huge
	if bounded and SIZE then
		free = room()
	end
	for i = from, #args, 6 do
		ids[#ids + 1] = args[i]
	end
	-- Both are rare: one look for the two.
	marks = call('EXISTS', FORWARD, FORGOTTEN)
	local known, seen, moved = call('HMGET', RECORDS, unpack(ids)), {}, marks > 0 and call('EXISTS', FORWARD) == 1
	for n = 1, #ids do
		local id, at = ids[n], from + 6 * (n - 1)
		local record, traits, key, ownerKey = args[at + 4], args[at + 5], nil, nil
		if record == '' then
			large = large + 1
			key = KEYS[large]
		end
		local answer = 1
		if known[n] or seen[id] or (moved and call('HEXISTS', FORWARD, id) == 1) then
			answer = 0
		elseif key and call('EXISTS', key) == 0 then
			answer = -1
		end
		if traits ~= '' then
			if string.find(traits, '\30[^\30]*\30') then
				large = large + 1
				ownerKey = KEYS[large]
			end
			if answer == 1 then
				if not claims then
					loadClaims()
				end
				answer = claims.key(id, { rank = args[at + 1], delay = args[at + 2], record = record, traits = traits,
					key = key, ownerKey = ownerKey, full = free <= 0 })
			end
		elseif answer == 1 and free <= 0 then
			answer = 2
		end
		answers[n] = answer
		-- A large record that was written again, of a job that has moved or has got a small one since.
		local useless = answer == 0 and not seen[id] and known[n] ~= LARGE
		if key and (answer == 2 or useless) then
			if not claims then
				loadClaims()
			end
			claims.drop(key)
		elseif answer == 1 then
			free = free - 1
			seen[id] = true
			if key then
				call('SETRANGE', key, 0, NOW)
				call('PERSIST', key)
			end
			add(newRecords, id, key and LARGE or (NOW .. record))
			local rank, due = args[at + 1], dueAt(args[at + 2], args[at + 3])
			if due > now then
				enterLater(id, rank, due)
			else
				enter(id, whole(rank * LEVEL + due))
			end
		end
	end
	storeNew()
	local awake = claims and claims.settle() or false
	return answers, settleEntered() or awake
end
