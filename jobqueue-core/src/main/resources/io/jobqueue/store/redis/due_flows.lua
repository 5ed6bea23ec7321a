-- uses flows
-- ARGV: in how many ms they are due again, limit. Answers the flows that maintenance looks at now.
local due = call('ZRANGE', look, '-inf', NOW, 'BYSCORE', 'LIMIT', 0, ARGV[4])
for _, id in ipairs(due) do
	call('ZADD', look, whole(now + ARGV[3]), id)
end
return due
