-- uses state, awaiting, records, wake
-- Runs at the target of a move. KEYS: …, the key of the job. ARGV: id, record, state, error or '', '1' if the record is large.
local id, key = ARGV[3], KEYS[EXTRA + 1]
-- A repeated arrival must not bring back a job that was deleted here since; delivery only grows.
local marker, state = 'arrived:' .. id, parse(ARGV[5])
local before = call('HGET', META, marker)
if before and tonumber(before) >= tonumber(state[DELIVERY]) then
	return 0
end
call('HDEL', FORWARD, id)
if call('HEXISTS', RECORDS, id) == 1 then
	return 0
end
if ARGV[7] == '1' then
	call('SET', key, ARGV[4])
end
call('HSET', RECORDS, id, ARGV[7] == '1' and LARGE or ARGV[4])
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
