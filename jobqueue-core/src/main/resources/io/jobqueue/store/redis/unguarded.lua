-- What the parts of a script without guard must know of the queue.
local PAUSED, LEASED = unpack(call('HMGET', META, 'paused', 'leased'))
