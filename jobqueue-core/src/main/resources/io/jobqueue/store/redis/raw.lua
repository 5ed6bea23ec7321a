-- Raw queues. Their kinds: l list, s set, z sorted set, t sorted set by time.
local function otherType(key, kind)
	local expected, found = kind == 'l' and 'list' or kind == 's' and 'set' or 'zset', call('TYPE', key).ok
	return (found == 'none' or found == expected) and '' or found
end
