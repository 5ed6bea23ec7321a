-- uses guard, state, records, traits, forwarding
-- Runs at the source of a move, when the job is at its target. KEYS: …, the key of the job. ARGV: id, note, '1' to
-- leave a forwarding entry. Answers whether this closed the move.
local id = ARGV[3]
if call('HGET', MOVING, id) ~= ARGV[4] then
	return 0
end
call('HDEL', MOVING, id)
local state = call('HGET', STATE, id)
state = state and parse(state)
concern(id, OVER)
settleTraits()
forget({ id, EXTRA + 1 })
if state and ARGV[5] == '1' then
	forward(id, string.match(ARGV[4], '^[^\31]*'), state[DELIVERY], state[WORKER])
end
return 1
