-- uses state, ended
-- ARGV: id, delivery, what onFailure threw. Answers whether the job is a dead letter of this delivery, which keeps it.
-- It stands behind the error that ended the job, in three fields like that.
local id = ARGV[3]
local text = call('HGET', STATE, id)
local state = text and parse(text)
if not state or not DEAD[state[STATUS]] or state[DELIVERY] ~= ARGV[4] then
	return 0
end
-- First a write that frees memory: a full Redis lets this script do the rest.
call('HDEL', META, '')
local fields = {}
for field in string.gmatch((call('HGET', ERROR, id) or '') .. UNIT, '([^\31]*)\31') do
	fields[#fields + 1] = field
end
call('HSET', ERROR, id, table.concat({ fields[1] or '', fields[2] or '', fields[3] or '', ARGV[5] }, UNIT))
return 1
