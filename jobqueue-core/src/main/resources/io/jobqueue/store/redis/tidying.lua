-- uses traits
-- The maximum number of expired keys that one script deletes.
local PRUNE_KEYS = 2000

local function tidyTraits(limit)
	local over = call('ZRANGE', UNIQUE_UNTIL, '-inf', NOW, 'BYSCORE', 'LIMIT', 0, limit)
	if #over > 0 then
		call('HDEL', UNIQUE, unpack(over))
		call('ZREM', UNIQUE_UNTIL, unpack(over))
	end
	if call('EXISTS', TRAITS, UNIQUE) == 0 then
		call('HDEL', META, 'traits')
	end
end
