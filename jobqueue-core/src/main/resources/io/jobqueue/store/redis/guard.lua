-- For every script that writes or prepares a write, before all its other parts. A queue may need a release that this one
-- is not: then nothing is changed. PAUSED is '1' while the queue is paused, TRAITED if its
-- jobs may have traits.
local needs, PAUSED, TRAITED = unpack(call('HMGET', META, 'needs', 'paused', 'traits'))
if needs and tonumber(needs) > SUPPORTS then
	return redis.error_reply('JOBQUEUE_NEEDS ' .. needs)
end
