-- Runs at the target of a move. KEYS: …, the key of the job. ARGV: id, record, state, error or ''.
local id, key = ARGV[3], KEYS[EXTRA + 1]
-- A repeated arrival must not bring back a job that was deleted here since; delivery only grows.
local marker, state = 'arrived:' .. id, parse(ARGV[5])
local before = call('HGET', META, marker)
if before and tonumber(before) >= tonumber(state[DELIVERY]) then
	return 0
end
call('HDEL', FORWARD, id)
if not call('SET', key, ARGV[4], 'NX') then
	return 0
end
call('HSET', META, marker, state[DELIVERY])
local awake = await(id, state, tonumber(state[SCORE]) % LEVEL)
call('HSET', STATE, id, format(state))
if ARGV[6] ~= '' then
	call('HSET', ERROR, id, ARGV[6])
end
if awake then
	wake()
end
return 1
