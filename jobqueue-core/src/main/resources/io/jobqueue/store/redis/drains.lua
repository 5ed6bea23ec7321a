-- KEYS: the workers that are to take no more jobs, by the time until which this is kept. ARGV: mark, unmark, look or
-- list; the worker; for how many ms to keep its mark. Answers a look by the worker if it is marked, and a list by all.
-- No mark is kept for longer.
local KEPT = 3600000
local drains, what, worker = KEYS[EXTRA + 1], ARGV[3], ARGV[4]
if what == 'list' then
	return call('ZRANGEBYSCORE', drains, '(' .. NOW, '+inf')
elseif what == 'look' then
	local untilTime = call('ZSCORE', drains, worker)
	if not untilTime or tonumber(untilTime) <= now then
		return {}
	end
	call('ZADD', drains, 'XX', whole(now + ARGV[5]), worker)
	call('PEXPIRE', drains, KEPT)
	return { worker }
end
-- First a write that frees memory.
call('ZREMRANGEBYSCORE', drains, '-inf', NOW)
if what == 'mark' then
	call('ZADD', drains, whole(now + ARGV[5]), worker)
	call('PEXPIRE', drains, KEPT)
else
	call('ZREM', drains, worker)
end
call('PUBLISH', ARGV[1] .. worker, 's')
return {}
