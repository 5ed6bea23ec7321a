-- uses guard, finishing
-- KEYS: …, the running jobs of the worker, the keys of jobs that become dead letters.
-- ARGV: worker, then the outcomes. Answers what came of each.
local answers, count = finish(4)
if count > 0 then
	call('HINCRBY', META, 'running', -count)
end
return answers
