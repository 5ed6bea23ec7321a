-- uses guard, state, forwarding
-- Runs in the queue of a job's id, which a move between two others concerns. ARGV: id, target, delivery, worker.
-- Answers whether the way to the job was changed: not if the job is here, or nothing is known about it any more.
local id = ARGV[3]
local here, known = call('HGET', STATE, id), call('HEXISTS', FORWARD, id) == 1
-- First a write that frees memory: a full Redis lets this script do the rest.
call('HDEL', FORWARD, '')
if here then
	here = parse(here)
	known = here and here[STATUS] == 'V' and tonumber(here[DELIVERY]) < tonumber(ARGV[5])
elseif call('HEXISTS', RECORDS, id) == 1 then
	known = false
end
return known and forward(id, ARGV[4], ARGV[5], ARGV[6]) or 0
