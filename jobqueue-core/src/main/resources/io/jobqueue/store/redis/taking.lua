-- Answers the status of a job that waits and takes it out of its place, nil if it does not wait.
local function takeOut(id)
	if call('ZREM', QUEUED, id) == 1 then
		return 'Q'
	elseif call('ZREM', SCHEDULED, id) == 1 then
		return 'H'
	elseif call('ZREM', RETRY, id) == 1 then
		return 'R'
	elseif call('ZREM', INTERRUPTED, id) == 1 then
		return 'I'
	end
end
