-- uses holder
-- How many jobs the worker runs, and a '+' if a lease has run out or a job is on its way to another queue.
local function standing(moves)
	local lease = call('ZRANGE', WORKERS, 0, 0, 'WITHSCORES')[2]
	return call('HLEN', RUNNING) .. ((moves or (lease and tonumber(lease) <= now)) and '+' or '')
end
