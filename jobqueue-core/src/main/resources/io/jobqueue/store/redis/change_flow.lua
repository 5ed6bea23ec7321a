-- uses flow
-- ARGV: version that is expected, state, for how many ms it is kept or '' or '=' as before, name of a new flow or '',
-- number of added places, their ids; then place and letter of jobs that have ended. Answers whether it had the version.
local version, added = tonumber(ARGV[3]), tonumber(ARGV[7])
if tonumber(call('HGET', flow, 'v') or 0) ~= version then
	return 0
end
if added == 0 and version > 0 then
	-- First a write that frees memory: a full Redis lets this script do the rest.
	call('HDEL', flow, 's')
elseif added > 0 then
	call('RPUSH', ids, unpack(ARGV, 8, 7 + added))
end
for i = 8 + added, #ARGV, 2 do
	call('SETRANGE', ends, ARGV[i], ARGV[i + 1])
end
call('HSET', flow, 'v', whole(version + 1), 's', ARGV[4])
if ARGV[6] ~= '' then
	call('HSET', flow, 'm', ARGV[6])
end
for _, key in ipairs({ flow, ids, ends }) do
	if ARGV[5] == '' then
		call('PERSIST', key)
	elseif ARGV[5] ~= '=' then
		call('PEXPIRE', key, ARGV[5])
	end
end
return 1
