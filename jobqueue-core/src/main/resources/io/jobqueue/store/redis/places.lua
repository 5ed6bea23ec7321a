-- uses ended, failures, traits, entering
-- The places of jobs, and what happens at the points in the life of a job. A script calls a function for each job at
-- each point, and settle once. A capability adds its part here.
local released, lined, over, left, failures, signals, freed = {}, {}, {}, {}, {}, {}, 0

local function listOf(lists, key)
	local list = lists[key]
	if not list then
		list = {}
		lists[key] = list
	end
	return list
end

-- No worker holds the job any more.
local function stopped(id, running, inLine)
	if LIMITED then
		concern(id, HALTED)
	end
	local list = listOf(released, running)
	list[#list + 1] = id
	if inLine then
		lined[#lined + 1] = id
	else
		freed = freed + 1
	end
end

-- The job has ended, with the error or nil for the one that is stored; early if it never ran.
local function ended(id, letter, key, text, early)
	concern(id, early and EARLY or OVER, letter == 'U' and 'u' or 'f')
	add(listOf(over, letter), NOW, id)
	if DEAD[letter] then
		failures[#failures + 1] = { id = id, key = key, error = text, change = 1 }
	end
end

-- The job leaves those that have ended: it lives again, or is deleted.
local function leaveEnded(id, letter, key)
	local list = listOf(left, letter)
	list[#list + 1] = id
	if DEAD[letter] then
		failures[#failures + 1] = { id = id, key = key, change = -1 }
	end
end

-- The job is deleted before it has ended; early if it never ran.
local function dropped(id, early)
	concern(id, early and EARLY or OVER, 'x')
end

-- The job had ended and waits again.
local function revived(id)
	concern(id, REVIVED)
end

-- The job was claimed only to learn its limits, and never ran.
local function unbegun(id)
	concern(id, UNBEGUN)
end

-- The worker is to stop the job.
local function signalCancel(id, worker)
	signals[#signals + 1] = { worker, id }
end

-- Answers whether a worker should be woken, and how many jobs are not running any more. It is called before errors and
-- records are changed. The first write frees memory: a full Redis lets the script do the rest.
local function settle()
	local names = #failures > 0 and failureNames(failures)
	for running, ids in pairs(released) do
		call('HDEL', running, unpack(ids))
	end
	if #lined > 0 then
		call('ZREM', LINE, unpack(lined))
	end
	for letter, ids in pairs(left) do
		call('ZREM', ENDED[letter], unpack(ids))
	end
	for letter, list in pairs(over) do
		call('ZADD', ENDED[letter], unpack(list))
	end
	settleTraits()
	if lanes.settleParks then
		lanes.settleParks()
	end
	if names then
		countFailures(failures, names)
	end
	for _, signal in ipairs(signals) do
		call('PUBLISH', ARGV[1] .. signal[1], 'c' .. signal[2])
	end
	local count = freed
	released, lined, over, left, failures, signals, freed = {}, {}, {}, {}, {}, {}, 0
	return settleEntered() or lanes.relieved, count
end
