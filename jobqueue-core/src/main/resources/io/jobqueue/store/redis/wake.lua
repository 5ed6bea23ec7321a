-- Wakes one sleeper. A paused queue has nothing for it, so resume does that.
local function wake()
	if call('SCARD', WAITING) == 0 or call('HEXISTS', META, 'paused') == 1 then
		return
	end
	for _ = 1, 5 do
		local sleeper = call('SPOP', WAITING)
		if not sleeper then
			return
		end
		local lease = call('ZSCORE', WORKERS, sleeper)
		-- A worker that died asleep must not swallow the signal.
		if lease and tonumber(lease) > now then
			call('PUBLISH', ARGV[1] .. sleeper, 'r' .. ARGV[2])
			return
		end
	end
end
