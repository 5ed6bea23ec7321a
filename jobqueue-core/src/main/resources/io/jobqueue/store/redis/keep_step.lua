-- uses guard, holding, noting
-- ARGV: worker, id, delivery, number of the step, its name and its result. Answers whether it is kept: only if the worker
-- holds the job with this delivery.
local id, number = ARGV[4], tonumber(ARGV[6])
if not holds(ARGV[3], id, ARGV[5]) then
	return 0
end
-- First a write that frees memory: a full Redis keeps the step, so that its job ends.
call('HDEL', NOTES, id .. STEP .. whole(number))
local index = call('HGET', NOTES, id) or '0\31'
local count = math.max(number, tonumber(string.match(index, '^%d+')))
call('HSET', NOTES, id .. STEP .. whole(number), ARGV[7] .. UNIT .. ARGV[8], id, whole(count) .. string.match(index, '\31.*$'))
if not NOTED then
	call('HSET', META, 'notes', '1')
end
return 1
