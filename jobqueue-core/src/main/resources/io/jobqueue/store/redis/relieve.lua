-- uses guard, relieving
-- ARGV: the name to go on behind, '' at first. Answers the next one, '' at the end.
call('HDEL', META, '')
local cursor, some = relieve(ARGV[3], 20)
if some then
	wake()
end
return { cursor }
