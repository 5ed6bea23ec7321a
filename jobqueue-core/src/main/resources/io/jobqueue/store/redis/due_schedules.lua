-- uses scheduling
-- It changes nothing. ARGV: how many schedules at most. Answers the time; when the next schedule is due or '', 1 if a
-- tick waits or 0; then for each schedule to fire its name, when it is due or '', the tick that waits or '', 'M' if its
-- last job is to be looked for in another queue, its state, its definition, and when it was declared or ''.
local limit = ARGV[3]
local due = call('ZRANGE', SCHEDULES, '-inf', NOW, 'BYSCORE', 'LIMIT', 0, limit)
local next = call('ZRANGE', SCHEDULES, '(' .. NOW, '+inf', 'BYSCORE', 'LIMIT', 0, 1, 'WITHSCORES')
local waits = call('ZCARD', SCHEDULE_WAITING)
local answer, seen = { NOW, next[2] or '', waits > 0 and 1 or 0 }, {}

local function show(name, state, elsewhere)
	seen[name] = true
	for _, value in ipairs({ name, call('ZSCORE', SCHEDULES, name) or '', call('ZSCORE', SCHEDULE_WAITING, name) or '',
		elsewhere, state, call('HGET', SCHEDULE_PLANS, name) or '', call('ZSCORE', SCHEDULE_DECLARED, name) or '' }) do
		answer[#answer + 1] = value
	end
end

for _, name in ipairs(due) do
	local state = call('HGET', SCHEDULE_STATES, name)
	if state then
		show(name, state, '')
	end
end
if waits > 0 then
	-- Any of them: none is left out for long.
	for _, name in ipairs(call('ZRANDMEMBER', SCHEDULE_WAITING, limit)) do
		local state = not seen[name] and call('HGET', SCHEDULE_STATES, name)
		if state then
			local _, _, last = string.match(state, SCHEDULE)
			local alive = lives(last or '')
			if alive ~= '1' then
				show(name, state, alive)
			end
		end
	end
end
return answer
