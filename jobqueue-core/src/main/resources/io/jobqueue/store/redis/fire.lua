-- uses guard, scheduling, inserting
-- KEYS: …, the keys of the large records. ARGV: for each firing the name, the revision that was read, when the schedule
-- is due next or '', the letter of the overlap, '1' if its last job is known to have ended in another queue, the newest
-- missed tick or '', and how many ticks follow: each with the tick, and the id, level, record and traits of its job. A large
-- record is '' and was written before with a time to live.
-- Answers for each firing the letters of what became of its ticks behind '+', or '' if the schedule has changed, 'M' if
-- its last job is to be looked for in another queue, 'E' if a record written before is gone; then whether the queue was
-- forgotten.
local answers, large, smalls, larges = {}, EXTRA, {}, {}
local states, dues, over, waiting, done, notes = {}, {}, {}, {}, {}, {}

local function arguments(tick)
	return { tick.id, tick.level, '', '', tick.record, tick.traits }
end

local function ticksAt(at, count)
	local ticks = {}
	for i = 1, count do
		local tick = { time = ARGV[at], id = ARGV[at + 1], level = ARGV[at + 2], record = ARGV[at + 3],
			traits = ARGV[at + 4] }
		if tick.record == '' then
			large = large + 1
			tick.key = large
		end
		ticks[i], at = tick, at + 5
	end
	return ticks, at
end

local function isComplete(ticks)
	for _, tick in ipairs(ticks) do
		if tick.key and call('EXISTS', KEYS[tick.key]) == 0 then
			return false
		end
	end
	return true
end

local function note(name, tick, letter, id)
	notes[name] = notes[name] or {}
	table.insert(notes[name], 1, tick .. UNIT .. NOW .. UNIT .. letter .. UNIT .. id)
end

-- Decides about the ticks one after the other. Answers their letters.
local function decide(name, overlap, alive, ticks, lastTick, lastJob)
	local letters, waits = '+', ''
	for _, tick in ipairs(ticks) do
		local letter = 'F'
		if overlap ~= 'A' and alive then
			letter = overlap
		end
		if letter == 'F' then
			alive, lastTick, lastJob = true, tick.time, tick.id
			if tick.key then
				larges[#larges + 1] = tick
			else
				for _, value in ipairs(arguments(tick)) do
					smalls[#smalls + 1] = value
				end
			end
		elseif letter == 'W' then
			waits = tick.time
		end
		note(name, tick.time, letter, letter == 'F' and tick.id or '')
		letters = letters .. letter
	end
	if waits ~= '' then
		add(waiting, waits, name)
	else
		done[#done + 1] = name
	end
	return letters, lastTick, lastJob
end

local at = 3
while at <= #ARGV do
	local name, revision, due, overlap, known, missed = unpack(ARGV, at, at + 5)
	local ticks
	ticks, at = ticksAt(at + 7, tonumber(ARGV[at + 6]))
	local state = call('HGET', SCHEDULE_STATES, name)
	local before, lastTick, lastJob, print, marks = string.match(state or '', SCHEDULE)
	local alive = ''
	if before == revision and overlap ~= 'A' then
		alive = known == '' and lives(lastJob) or known
	end
	if before ~= revision then
		answers[#answers + 1] = ''
	elseif alive == 'M' then
		answers[#answers + 1] = 'M'
	elseif not isComplete(ticks) then
		answers[#answers + 1] = 'E'
	else
		if missed ~= '' then
			note(name, missed, 'X', '')
		end
		answers[#answers + 1], lastTick, lastJob = decide(name, overlap, alive == '1', ticks, lastTick, lastJob)
		states[#states + 1] = name
		states[#states + 1] = table.concat({ whole(tonumber(revision) + 1), lastTick, lastJob, print, marks }, UNIT)
		if due ~= '' then
			add(dues, due, name)
		else
			over[#over + 1] = name
		end
	end
end

-- Puts runs before those that are stored. Answers at most 20, the newest first.
local function noteRuns(name, added)
	local runs = call('HGET', SCHEDULE_RUNS, name) or ''
	for entry in string.gmatch(runs, '[^\30]+') do
		if #added >= 20 then
			break
		end
		added[#added + 1] = entry
	end
	return table.concat(added, ENTRY, 1, math.min(20, #added))
end

local awake = false
if #states > 0 then
	-- First a write that a full Redis refuses.
	call('HSET', SCHEDULE_STATES, unpack(states))
	if #dues > 0 then
		call('ZADD', SCHEDULES, unpack(dues))
	end
	if #over > 0 then
		call('ZREM', SCHEDULES, unpack(over))
	end
	if #waiting > 0 then
		call('ZADD', SCHEDULE_WAITING, unpack(waiting))
	end
	if #done > 0 and call('EXISTS', SCHEDULE_WAITING) == 1 then
		call('ZREM', SCHEDULE_WAITING, unpack(done))
	end
	local runs = {}
	for name, added in pairs(notes) do
		local size = #runs
		runs[size + 1], runs[size + 2] = name, noteRuns(name, added)
	end
	if #runs > 0 then
		call('HSET', SCHEDULE_RUNS, unpack(runs))
	end
	if #smalls > 0 then
		local _, wakes = insert(smalls, 1, EXTRA)
		awake = wakes
	end
	for _, tick in ipairs(larges) do
		local _, wakes = insert(arguments(tick), 1, tick.key - 1)
		awake = wakes or awake
	end
	if awake then
		wake()
	end
end
answers[#answers + 1] = remembered()
return answers
