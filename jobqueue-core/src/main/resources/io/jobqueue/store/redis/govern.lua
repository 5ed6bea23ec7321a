-- uses guard, wake
-- Replaces the rules of the queue. ARGV: the version that they must have, the next version, the next rules.
-- Answers whether they were replaced.
local version = call('HGET', META, 'version') or '0'
if version ~= ARGV[3] then
	return 0
end
call('HSET', META, 'version', ARGV[4], 'rules', ARGV[5])
wake()
return 1
