-- ARGV: id. Answers number, lines and text of each part of the log of the job.
local index, answer = call('HGET', NOTES, ARGV[3]) or '', {}
for number, lines in string.gmatch(index, '(%d+):(%d+):%d+') do
	answer[#answer + 1] = number
	answer[#answer + 1] = lines
	answer[#answer + 1] = call('HGET', NOTES, ARGV[3] .. '\31l' .. number) or ''
end
return answer
