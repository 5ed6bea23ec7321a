-- Signals all workers that wait, for each of them may have work now; there are as many as workers.
call('HDEL', META, 'paused')
local sleepers = call('SPOP', WAITING, 1000)
for _, sleeper in ipairs(sleepers) do
	call('PUBLISH', ARGV[1] .. sleeper, 'r' .. ARGV[2])
end
return #sleepers
