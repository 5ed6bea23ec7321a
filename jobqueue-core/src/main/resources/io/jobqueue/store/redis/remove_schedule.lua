-- uses guard, scheduling
-- ARGV: name, the revision that was read. Answers whether it was removed.
local name = ARGV[3]
if string.match(call('HGET', SCHEDULE_STATES, name) or '', SCHEDULE) ~= ARGV[4] then
	return 0
end
for _, key in ipairs({ SCHEDULE_STATES, SCHEDULE_PLANS, SCHEDULE_RUNS }) do
	call('HDEL', key, name)
end
for _, key in ipairs({ SCHEDULES, SCHEDULE_WAITING, SCHEDULE_DECLARED }) do
	call('ZREM', key, name)
end
return 1
