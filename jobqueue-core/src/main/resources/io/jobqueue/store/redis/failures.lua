-- uses records

-- The name under which each failure is counted. A record begins with the time of its dispatch, in 13 digits, its format
-- and its task. Each failure has id, index of the job's key or nil, error or nil for the one that is stored.
local function failureNames(failures)
	local ids, names = {}, {}
	for i, failure in ipairs(failures) do
		ids[i] = failure.id
	end
	local records, errors = call('HMGET', RECORDS, unpack(ids)), call('HMGET', ERROR, unpack(ids))
	for i, failure in ipairs(failures) do
		local record = records[i]
		if record == LARGE then
			record = call('GETRANGE', KEYS[failure.key], 0, 1000)
		end
		local task = string.match(record or '', '^A([^\30\31]*)', 14) or ''
		local text = failure.error or errors[i]
		names[i] = task .. UNIT .. (text and string.match(text, '^[^\31]*') or '')
	end
	return names
end

local function countFailures(failures, names)
	local changes = {}
	for i, failure in ipairs(failures) do
		changes[names[i]] = (changes[names[i]] or 0) + failure.change
	end
	for name, change in pairs(changes) do
		if change ~= 0 and call('HINCRBY', FAILURES, name, change) < 1 then
			call('HDEL', FAILURES, name)
		end
	end
end
