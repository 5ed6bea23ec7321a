-- Wakes one waiting worker. A paused queue has nothing for it, so resume does that.
local function wake()
	if call('SCARD', WAITING) == 0 or call('HEXISTS', META, 'paused') == 1 then
		return
	end
	for _ = 1, 5 do
		local waiting = call('SPOP', WAITING)
		if not waiting then
			return
		end
		local lease = call('ZSCORE', WORKERS, waiting)
		-- A worker that died while it waited cannot use the signal.
		if lease and tonumber(lease) > now then
			call('PUBLISH', ARGV[1] .. waiting, 'r' .. ARGV[2])
			return
		end
	end
end
