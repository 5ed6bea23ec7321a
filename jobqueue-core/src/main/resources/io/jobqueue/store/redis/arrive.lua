-- uses guard, state, entering, records, traits
-- Runs at the target of a move. KEYS: …, the key of the job, the key of the arrival. ARGV: id, note, the text of the
-- preparation, source, then what the source answered. Answers 1 if the job is here by this move, 2 if another job of
-- its id is here, 0 if this attempt comes too late or another was prepared since.
local id, key, arrival, move = ARGV[3], KEYS[EXTRA + 1], KEYS[EXTRA + 2], ARGV[4] .. UNIT .. ARGV[3]
if call('HEXISTS', ARRIVED, move) == 1 then
	return 1
elseif call('GET', arrival) ~= ARGV[5] then
	return 0
end
local state, record, large = parse(ARGV[7]), ARGV[9], ARGV[10] == '1'
if not state then
	-- Another release wrote it: a worker of that one completes the move.
	return 0
end
-- First a write that frees memory: a full Redis lets this script do the rest.
call('DEL', arrival)
call('HSET', ARRIVED, move, ARGV[6] .. UNIT .. id)
local here = call('HGET', STATE, id)
here = here and parse(here)
if here and here[STATUS] == 'V' and tonumber(here[DELIVERY]) < tonumber(state[DELIVERY]) then
	-- It comes back before the end of the move that took it away was noted.
	call('HDEL', MOVING, id)
	forget({ id, EXTRA + 1 })
elseif here or call('HEXISTS', RECORDS, id) == 1 then
	return 2
end
call('HDEL', FORWARD, id)
if large and record ~= '' then
	call('SET', key, record)
end
-- A record that is missing is reported when the job is claimed.
if record ~= '' then
	call('HSET', RECORDS, id, large and LARGE or record)
end
local due, rank = tonumber(state[SCORE]) % LEVEL, level(tonumber(state[SCORE]))
state[STATUS], state[ORIGIN] = 'W', 'q'
if due <= now + 1 then
	enter(id, state[SCORE])
else
	enterLater(id, rank, due, true)
end
call('HSET', STATE, id, format(state))
if ARGV[11] ~= '' then
	if not TRAITED then
		call('HSET', META, 'traits', '1')
		TRAITED = '1'
	end
	call('HSET', TRAITS, id, ARGV[11])
	local entries = {}
	listTags(entries, id, ARGV[11], 0)
	if #entries > 0 then
		call('ZADD', TAG_INDEX, unpack(entries))
	end
	lanes.note(ARGV[11])
	concern(id, CAME)
	settleTraits()
end
if ARGV[8] ~= '' then
	call('HSET', ERROR, id, ARGV[8])
end
if #ARGV > 11 then
	call('HSET', META, 'notes', '1')
	for i = 12, #ARGV, 2 do
		call('HSET', NOTES, ARGV[i], ARGV[i + 1])
	end
end
if settleEntered() then
	wake()
end
return 1
