-- uses guard, unique
-- ARGV: name of a unique key, '1' to free it. Answers the id of its owner, '' if there is none.
local owner = ownerOf(call('HGET', UNIQUE, ARGV[3]))
if ARGV[4] == '1' then
	call('HDEL', UNIQUE, ARGV[3])
	call('ZREM', UNIQUE_UNTIL, ARGV[3])
end
return { owner or '' }
