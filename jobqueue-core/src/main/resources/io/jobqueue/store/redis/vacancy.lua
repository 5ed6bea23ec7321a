-- uses ended, lease
-- Whether the queue has nothing any more: no job, no key, no worker, no pause.
local function vacant()
	if leaseEnd > now then
		return false
	end
	local last = call('ZRANGE', WORKERS, -1, -1, 'WITHSCORES')[2]
	local keys = { QUEUED, LANED, SCHEDULED, RETRY, INTERRUPTED, RECORDS, STATE, TRAITS, UNIQUE, RESULT, ERROR, FAILURES, FORWARD, MOVING, ARRIVED, NOTICES, SCHEDULE_STATES }
	for _, key in pairs(ENDED) do
		keys[#keys + 1] = key
	end
	return call('EXISTS', unpack(keys)) == 0 and not (last and tonumber(last) > now)
		and call('HEXISTS', META, 'rules') + call('HEXISTS', META, 'paused') == 0
end
