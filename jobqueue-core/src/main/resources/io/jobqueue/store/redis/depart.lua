-- uses state, records
-- Runs at the source of a move, when the job is at its target. KEYS: …, the key of the job. ARGV: id, target, '1' to leave a forwarding entry.
local id = ARGV[3]
if call('HDEL', MOVING, id) == 0 then
	return 0
end
local state = parse(call('HGET', STATE, id))
forget({ id }, EXTRA + 1)
if ARGV[5] == '1' then
	call('HSET', FORWARD, id, table.concat({ ARGV[4], state[DELIVERY], state[WORKER] }, UNIT))
end
return 1
