-- uses guard, records, traits
-- Runs at the source of a move. KEYS: …, the key of the job. ARGV: id, note.
-- Answers state, error, record, whether it has a key of its own, its traits, and field and value of each of its notes;
-- nothing if this move is over.
local id = ARGV[3]
if call('HGET', MOVING, id) ~= ARGV[4] then
	return {}
end
local state, record = call('HGET', STATE, id), call('HGET', RECORDS, id)
if not state then
	-- Deleted from outside: nothing is left that could move.
	call('HDEL', MOVING, id)
	concern(id, OVER)
	settleTraits()
	forget({ id, EXTRA + 1 })
	return {}
end
local large = record == LARGE
if large then
	record = call('GET', KEYS[EXTRA + 1])
end
local answer = { state, call('HGET', ERROR, id) or '', record or '', large and '1' or '',
	TRAITED and call('HGET', TRAITS, id) or '' }
local index = NOTED and call('HGET', NOTES, id)
if index then
	local fields = notes.all(id, index)
	local values = call('HMGET', NOTES, unpack(fields))
	for i = 1, #fields do
		answer[#answer + 1] = fields[i]
		answer[#answer + 1] = values[i] or ''
	end
end
return answer
