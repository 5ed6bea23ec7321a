-- KEYS: the requests that wait for a worker. ARGV: how many may wait, for how many ms, worker, request. Answers whether it
-- waits.
local requests = KEYS[EXTRA + 1]
if call('LPOS', requests, ARGV[6]) then
	return 1
end
if call('LLEN', requests) >= tonumber(ARGV[3]) then
	return 0
end
call('RPUSH', requests, ARGV[6])
call('PEXPIRE', requests, ARGV[4])
call('PUBLISH', ARGV[1] .. ARGV[5], 's')
return 1
