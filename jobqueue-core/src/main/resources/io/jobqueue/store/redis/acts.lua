-- The audit, a stream: u user, a action, t target, n count, k token. Fields of other releases are skipped.
local function trimActs(stream, most, age, limit)
	local over = math.max(0, call('XLEN', stream) - most)
	local old = #call('XRANGE', stream, '-', '(' .. whole(now - age), 'COUNT', limit)
	local gone = math.min(math.max(over, old), limit)
	if gone > 0 then
		call('XTRIM', stream, 'MAXLEN', '=', call('XLEN', stream) - gone)
	end
	return gone
end
