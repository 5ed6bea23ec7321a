-- uses guard, scheduling
-- ARGV: name, the revision that was read or 0, when the schedule is due or '', the tick that waits or '', its state, its
-- definition, '1' if it is declared, and its notes or '' to leave them as they are. Answers whether it was written.
local name, expected = ARGV[3], ARGV[4]
local before = string.match(call('HGET', SCHEDULE_STATES, name) or '0\31\31\31\31', SCHEDULE)
if before ~= expected then
	return 0
end
call('HSET', SCHEDULE_STATES, name, ARGV[7])
call('HSET', SCHEDULE_PLANS, name, ARGV[8])
if ARGV[10] ~= '' then
	call('HSET', SCHEDULE_RUNS, name, ARGV[10])
end
local function place(key, score)
	if score ~= '' then
		call('ZADD', key, score, name)
	else
		call('ZREM', key, name)
	end
end
place(SCHEDULES, ARGV[5])
place(SCHEDULE_WAITING, ARGV[6])
place(SCHEDULE_DECLARED, ARGV[9] == '1' and NOW or '')
call('DEL', FORGOTTEN)
return 1
