-- The fields of a state, which its history follows.
local STATUS, DELIVERY, RETRIES, LOSSES, SCORE, STARTED, ENDS = 1, 2, 3, 4, 5, 6, 7
local WORKER, MAX_RETRIES, UNKNOWN, PROGRESS, ATTEMPTS, CLOSED, ORIGIN, INTERRUPTIONS = 8, 9, 10, 11, 12, 13, 14, 15
local FIELDS = 15
local HISTORY = 20

-- One match with a capture for each field and one for the history is far cheaper than a loop. The last field is
-- absent in the state of a job that was never interrupted.
local PATTERN = '^([^\31]*)\31([^\31]*)\31([^\31]*)\31([^\31]*)\31([^\31]*)\31([^\31]*)\31([^\31]*)\31'
	.. '([^\31]*)\31([^\31]*)\31([^\31]*)\31([^\31]*)\31([^\31]*)\31([^\31]*)\31([^\30\31]*)\31?([^\30]*)(.*)$'

-- Most jobs run once. The state of such a job is short: NEW, WAITS (a worker holds it in line) or DONE, then its worker,
-- score, start, origin and end. The long state of a job in line has the letter HELD.
local NEW, WAITS, DONE, HELD = 'N', 'P', 'D', 'L'
local SHORT = '^(.)([^\31]*)\31([^\31]*)\31([^\31]*)\31([^\31]*)\31?(.*)$'

local function expand(text)
	local kind, worker, score, started, origin, ended = string.match(text, SHORT)
	if not kind then
		return nil
	end
	if kind ~= DONE then
		return { kind == NEW and 'S' or HELD, '1', '0', '0', score, started, '', worker, '', '', '', '1', '', origin, '', history = '' }
	end
	local history = ENTRY .. table.concat({ '1', worker, started, ended, 'U', '' }, UNIT)
	return { 'U', '1', '0', '0', score, started, ended, worker, '', '', '1', '1', 'f', origin, '', history = history }
end

local function isShort(text)
	local kind = string.sub(text, 1, 1)
	return kind == NEW or kind == DONE or kind == WAITS
end

-- Answers nil for a state that another release wrote in a form of its own.
local function parse(text)
	if isShort(text) then
		return expand(text)
	end
	local fields = { string.match(text, PATTERN) }
	if not (tonumber(fields[DELIVERY]) and tonumber(fields[RETRIES]) and tonumber(fields[LOSSES])) then
		return nil
	end
	fields.history = fields[FIELDS + 1]
	return fields
end

local function fresh(score)
	return { 'W', '0', '0', '0', whole(score), '', '', '', '', '', '', '0', '', 'q', '', history = '' }
end

local function head(fields)
	return table.concat(fields, UNIT, 1, fields[INTERRUPTIONS] == '' and FIELDS - 1 or FIELDS)
end

local function format(fields)
	return head(fields) .. fields.history
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
