local function first(key)
	local entry = call('ZRANGE', key, 0, 0, 'WITHSCORES')
	return entry[2] and floor(tonumber(entry[2]) / 256)
end

local function earlier(one, other)
	return one and other and math.min(one, other) or one or other
end

local function nextDue()
	return earlier(first(SCHEDULED), first(RETRY))
end
