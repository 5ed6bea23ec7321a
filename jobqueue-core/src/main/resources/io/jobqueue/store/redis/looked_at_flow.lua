-- uses flows
-- ARGV: id; in how many ms maintenance looks at it again, or '' for never.
if ARGV[4] == '' then
	call('ZREM', look, ARGV[3])
else
	call('ZADD', look, whole(now + ARGV[4]), ARGV[3])
end
return 1
