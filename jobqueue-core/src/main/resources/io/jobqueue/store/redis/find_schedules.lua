-- ARGV: names. Answers for each its state or '', its definition, when it is due, the tick that waits and when it was
-- declared, or '' for each of these, and its notes.
local names = { unpack(ARGV, 3) }
local states, plans = call('HMGET', SCHEDULE_STATES, unpack(names)), call('HMGET', SCHEDULE_PLANS, unpack(names))
local runs, dues = call('HMGET', SCHEDULE_RUNS, unpack(names)), call('ZMSCORE', SCHEDULES, unpack(names))
local waiting, declared = call('ZMSCORE', SCHEDULE_WAITING, unpack(names)), call('ZMSCORE', SCHEDULE_DECLARED, unpack(names))
local answer = {}
for i = 1, #names do
	for _, value in ipairs({ states[i] or '', plans[i] or '', dues[i] or '', waiting[i] or '', declared[i] or '', runs[i] or '' }) do
		answer[#answer + 1] = value
	end
end
return answer
