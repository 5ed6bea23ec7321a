-- uses unguarded, wake
-- KEYS: …, the running jobs of the worker. ARGV: worker; leaves, or stays if it only waits no more.
-- Without guard: it takes away only what is the worker's own.
call('SREM', WAITING, ARGV[3])
if ARGV[4] == 'leaves' then
	call('HDEL', INFO, ARGV[3])
	if call('EXISTS', KEYS[EXTRA + 1]) == 0 then
		call('ZREM', WORKERS, ARGV[3])
		if leaseOwner == ARGV[3] then
			-- A claim of it that comes late begins a lease.
			call('HDEL', META, 'leased')
		end
	end
end
-- It may have been the one that claims when a rate allows the next start.
local alarm = call('HGET', META, 'alarm')
local expected = alarm and string.match(alarm, '^%d+\31(.*)$') == ARGV[3]
if expected then
	call('HDEL', META, 'alarm')
end
-- It may have been woken for a job that it does not take any more.
if expected or call('EXISTS', QUEUED, INTERRUPTED, TURNS) > 0 then
	wake()
end
return 1
