-- uses lease
-- Wakes one waiting worker. A paused queue has nothing for it, so resume does that.
local function wake()
	if PAUSED then
		return
	end
	for _ = 1, 5 do
		local waiting = call('SPOP', WAITING)
		if not waiting then
			return
		end
		-- A worker that died while it waited cannot use the signal.
		if isAlive(waiting) then
			call('PUBLISH', ARGV[1] .. waiting, 'r' .. ARGV[2])
			return
		end
	end
end
