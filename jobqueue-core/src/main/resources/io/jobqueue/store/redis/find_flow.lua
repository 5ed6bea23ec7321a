-- uses flow
-- ARGV: places. Answers nothing, or version, state, the clock, name or '', and the letter of each place, '' where
-- there is none.
local found = call('HMGET', flow, 'v', 's', 'm')
if not found[1] then
	return {}
end
local answer, size = { found[1], found[2], NOW, found[3] or '' }, #ARGV > 2 and call('LLEN', ids) or 0
for i = 3, #ARGV do
	local place = tonumber(ARGV[i])
	local letter = ''
	if place >= 0 and place < size then
		letter = lettersOf(call('GETRANGE', ends, place, place))
		letter = letter == '' and '-' or letter
	end
	answer[i + 2] = letter
end
return answer
