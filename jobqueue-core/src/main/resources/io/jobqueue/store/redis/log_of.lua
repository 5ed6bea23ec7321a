-- ARGV: id, number of a line. Answers the number of the oldest line of the log of the job, '0' for none; then number, lines
-- and text of each part that has this line or later ones.
local index, from, answer = call('HGET', NOTES, ARGV[3]) or '', tonumber(ARGV[4]), {}
for number, lines in string.gmatch(index, '(%d+):(%d+):%d+') do
	answer[1] = answer[1] or number
	if number + lines > from then
		answer[#answer + 1] = number
		answer[#answer + 1] = lines
		answer[#answer + 1] = call('HGET', NOTES, ARGV[3] .. '\31l' .. number) or ''
	end
end
answer[1] = answer[1] or '0'
return answer
