-- uses records

-- A record begins with the time of its dispatch, in 13 digits, its format and its task.
local function countFailure(id, jobKey, errorText, change)
	local record = call('HGET', RECORDS, id)
	if record == LARGE then
		record = call('GETRANGE', jobKey, 0, 1000)
	end
	local task = string.match(record or '', '^A([^\30\31]*)', 14) or ''
	local name = task .. UNIT .. (errorText and string.match(errorText, '^[^\31]*') or '')
	if call('HINCRBY', FAILURES, name, change) < 1 then
		call('HDEL', FAILURES, name)
	end
end
