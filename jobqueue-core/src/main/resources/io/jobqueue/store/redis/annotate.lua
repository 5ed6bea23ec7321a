-- uses guard, state, ended
-- ARGV: id, delivery, what onFailure threw. Answers whether the job is a dead letter of this delivery, which keeps it.
-- It stands behind the error that ended the job, in place of what stood there of an earlier call.
local id = ARGV[3]
local text = call('HGET', STATE, id)
local state = text and parse(text)
if not state or not DEAD[state[STATUS]] or state[DELIVERY] ~= ARGV[4] then
	return 0
end
-- First a write that frees memory: a full Redis lets this script do the rest.
call('HDEL', META, '')
local before = string.gsub(call('HGET', ERROR, id) or '', '\31f[cms]=[^\31]*', '')
call('HSET', ERROR, id, before .. ARGV[5])
return 1
