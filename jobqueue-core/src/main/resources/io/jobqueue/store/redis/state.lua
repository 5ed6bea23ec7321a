-- The fields that stand in each state. Behind them stand tagged fields, then the history.
local STATUS, DELIVERY, WORKER, SCORE, STARTED, RETRIES, LOSSES, ATTEMPTS, ORIGIN = 1, 2, 3, 4, 5, 6, 7, 8, 9
local FIELDS = 9
local HISTORY = 20

-- The tagged fields that this release knows; one that is empty is left out. Others are kept as they are.
local ENDS, MAX_RETRIES, UNKNOWN, PROGRESS, CLOSED, INTERRUPTIONS, SAID = 10, 11, 12, 13, 14, 15, 16
-- One match with a capture for each field, one for the tagged fields and one for the history is far cheaper than a
-- loop. The first letter is the status, and the format: another release may add letters.
local PATTERN = '^([WSLVUFMTAC])\31(%d+)\31([^\31]*)\31(%d+)\31(%d*)\31(%d+)\31(%d+)\31(%d+)\31([^\30\31]*)([^\30]*)(.*)$'

-- StoredState reads counts into 32 bits and times into 64 bits. Shorter numbers fit, also after one is added.
local COUNT, TIME = 9, 18

-- Most jobs run once. The state of such a job is short: NEW, WAITS (a worker holds it in line) or DONE, then its worker,
-- score, start, origin and end. The long state of a job in line has the letter HELD. A short state has no tagged field.
local NEW, WAITS, DONE, HELD = 'N', 'P', 'D', 'L'
local SHORT = '^(.)([^\31]*)\31(%d+)\31(%d+)\31([^\31]*)\31?(.*)$'

local parse, head, format, historyOf

-- Makes the functions that know the long form. A first run that succeeds needs none of them, and each function that is
-- made costs time with every call. The first call of parse or historyOf makes all.
local function loadForms()
	local TAGS = { [ENDS] = 'e', [MAX_RETRIES] = 'm', [UNKNOWN] = 'u', [PROGRESS] = 'p', [CLOSED] = 'c', [INTERRUPTIONS] = 'i', [SAID] = 't' }
	local TAGGED = { e = ENDS, m = MAX_RETRIES, u = UNKNOWN, p = PROGRESS, c = CLOSED, i = INTERRUPTIONS, t = SAID }

	local function isTime(text)
		return #text <= TIME and string.match(text, '^%d+$')
	end

	local function isCount(text)
		return string.match(text, '^%d+$') and tonumber(text) < 2147483648
	end

	local function isFraction(text)
		return string.match(text, '^[%d.eE+-]+$') and tonumber(text)
	end

	-- How the values of the tagged fields are checked.
	local CHECKS = { e = isTime, m = isCount, u = isTime, p = isFraction, i = isCount }

	local function expand(text)
		local kind, worker, score, started, origin, ended = string.match(text, SHORT)
		if not kind or #score > TIME or #started > TIME or (kind == DONE and not isTime(ended)) then
			return nil
		end
		local status = kind == DONE and 'U' or kind == NEW and 'S' or HELD
		local fields = { status, '1', worker, score, started, '0', '0', '1', origin, '', '', '', '', '', '', '', more = '', history = '' }
		if kind == DONE then
			fields[ENDS], fields[PROGRESS], fields[CLOSED] = ended, '1', 'f'
			fields.history = ENTRY .. table.concat({ '1', worker, started, ended, 'U', '' }, UNIT)
		end
		return fields
	end

	local function isShort(text)
		local kind = string.sub(text, 1, 1)
		return kind == NEW or kind == DONE or kind == WAITS
	end

	-- Reads the tagged fields. Answers false if StoredState cannot read them.
	local function readTagged(fields, tagged)
		local read = 0
		for tag, value in string.gmatch(tagged, '\31([^=\31]*)=([^\31]*)') do
			local at, check = TAGGED[tag], CHECKS[tag]
			if check and not check(value) then
				return false
			elseif at then
				fields[at] = value
			else
				fields.more = fields.more .. UNIT .. tag .. '=' .. value
			end
			read = read + #tag + #value + 2
		end
		return read == #tagged
	end

	-- Answers nil for a state that another release wrote in a form of its own: all that StoredState cannot read.
	function parse(text)
		if isShort(text) then
			return expand(text)
		end
		local fields = { string.match(text, PATTERN) }
		if not fields[STATUS] or #fields[DELIVERY] > COUNT or #fields[SCORE] > TIME or #fields[STARTED] > TIME
				or #fields[RETRIES] > COUNT or #fields[LOSSES] > COUNT or #fields[ATTEMPTS] > COUNT then
			return nil
		end
		local tagged = fields[FIELDS + 1]
		fields.history, fields.more = fields[FIELDS + 2], ''
		fields[ENDS], fields[MAX_RETRIES], fields[UNKNOWN], fields[PROGRESS], fields[CLOSED], fields[INTERRUPTIONS] = '', '', '', '', '', ''
		fields[SAID] = ''
		if tagged ~= '' and not readTagged(fields, tagged) then
			return nil
		end
		return fields
	end

	function head(fields)
		local text = table.concat(fields, UNIT, 1, FIELDS)
		for at = ENDS, SAID do
			if fields[at] ~= '' then
				text = text .. UNIT .. TAGS[at] .. '=' .. fields[at]
			end
		end
		return text .. fields.more
	end

	function format(fields)
		return head(fields) .. fields.history
	end

	-- The entries of the history behind a state.
	function historyOf(text)
		if isShort(text) then
			local fields = expand(text)
			return fields and fields.history or ''
		end
		return string.match(text, '\30.*') or ''
	end
end

function parse(text)
	loadForms()
	return parse(text)
end

function historyOf(text)
	loadForms()
	return historyOf(text)
end

-- The beginning of the entry of an attempt, up to the time when it ended.
local function attempt(fields)
	return (fields[RETRIES] + 1) .. UNIT .. fields[WORKER] .. UNIT .. fields[STARTED] .. UNIT
end

-- A history with one more entry, and the newest of all.
local function append(history, entry)
	local all = history .. ENTRY .. entry
	if history == '' then
		return all
	end
	local _, count = string.gsub(all, ENTRY, '')
	while count > HISTORY do
		local second = string.find(all, ENTRY, 2, true)
		all = string.sub(all, second)
		count = count - 1
	end
	return all
end
