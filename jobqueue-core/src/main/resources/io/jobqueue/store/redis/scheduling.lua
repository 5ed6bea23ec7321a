-- The states of schedules: revision, tick of the last job or '', the last job or '', fingerprint, and marks.
local SCHEDULE = '^(%d+)\31(%d*)\31([^\31]*)\31([^\31]*)\31(.*)$'
local OVER = { U = true, D = true, F = true, M = true, T = true, A = true, C = true }

-- Answers '1' if a job has not ended, '' if it has or is gone, and 'M' if it went to another queue.
local function lives(id)
	if id == '' then
		return ''
	end
	local state = call('HGET', STATE, id)
	if state then
		return OVER[string.sub(state, 1, 1)] and '' or '1'
	elseif call('HEXISTS', RECORDS, id) == 1 then
		return '1'
	end
	return call('HEXISTS', FORWARD, id) == 1 and 'M' or ''
end
