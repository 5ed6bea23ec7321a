-- The states of schedules: revision, tick of the last job or '', the last job or '', fingerprint, and marks.
local SCHEDULE = '^(%d+)\31(%d*)\31([^\31]*)\31([^\31]*)\31(.*)$'
local OVER = { U = true, D = true, F = true, M = true, T = true, A = true, C = true }

-- Answers '1' if a job has not ended, '' if it has or is gone, and 'M' if it may be in another queue: it went there, or it
-- is of the queue that the schedule had before.
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
	-- An id is the name of the queue, a hyphen and 26 characters.
	return (call('HEXISTS', FORWARD, id) == 1 or string.sub(id, 1, -28) ~= ARGV[2]) and 'M' or ''
end
