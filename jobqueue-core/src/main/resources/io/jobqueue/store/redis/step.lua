-- uses guard, plain_step, stepping
-- KEYS: …, the running jobs of the worker, then keys that the changes name. ARGV: worker or '', '1' to change nothing
-- unless the lease of the worker has run out, then the changes. Answers what came of each; nothing if the lease runs.
if ARGV[4] == '1' then
	local lease = call('ZSCORE', WORKERS, worker)
	if lease and tonumber(lease) > now then
		return {}
	end
end
local answers, freed, awake = step(5)
if freed > 0 then
	call('HINCRBY', META, 'running', -freed)
	if GATE and string.find(GATE, 'Q', 1, true) then
		-- Another job of the queue may start in the place of one of these.
		awake = awake or call('EXISTS', QUEUED, INTERRUPTED, TURNS) > 0
	end
end
if awake then
	wake()
end
return answers
