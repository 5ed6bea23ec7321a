-- Whether the queue has nothing any more: no job, no key, no worker, no pause.
local function vacant()
	local last = call('ZRANGE', WORKERS, -1, -1, 'WITHSCORES')[2]
	return call('EXISTS', QUEUED, LANED, SCHEDULED, RETRY, INTERRUPTED, RECORDS, STATE, TRAITS, UNIQUE, RESULT, ERROR, FAILURES, FORWARD, MOVING, ARRIVED, SCHEDULE_STATES,
		ENDED_SUCCESS, ENDED_FAILED, ENDED_MAX_RETRIES, ENDED_TIMEOUT, ENDED_ABORTED, ENDED_CANCELLED) == 0
		and not (last and tonumber(last) > now)
		and call('HEXISTS', META, 'rules') + call('HEXISTS', META, 'paused') == 0
end
