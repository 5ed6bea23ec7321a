-- For every script that writes or prepares a write, before all its other parts. A queue may need a release that this one
-- is not: then nothing is changed. PAUSED is '1' while the queue is paused, TRAITED if its
-- jobs may have traits, LIMITED if they may be under limits. GATE has what claims must ask for by the rules of the
-- queue, HELD_UNTIL the end of the last time for which a limit is held back. SIZE is the maximum
-- number of jobs that wait, NEWEST is set if the newest job is first, NOTED if attempts have noted something. LEASED has
-- the lease of one worker, see lease.
local needs, PAUSED, TRAITED, GATE, LIMITED, HELD_UNTIL, SIZE, NEWEST, NOTED, LEASED = unpack(call('HMGET', META,
	'needs', 'paused', 'traits', 'gate', 'lanes', 'held', 'size', 'lifo', 'notes', 'leased'))
if needs and tonumber(needs) > SUPPORTS then
	return redis.error_reply('JOBQUEUE_NEEDS ' .. needs)
end
