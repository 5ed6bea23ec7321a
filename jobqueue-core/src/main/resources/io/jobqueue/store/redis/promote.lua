-- uses guard, promoting
-- ARGV: limit. Answers how many were moved.
call('HDEL', META, '')
local moved = promote(tonumber(ARGV[3]))
if moved > 0 then
	wake()
end
return moved
