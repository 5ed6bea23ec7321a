-- uses state
-- ARGV: ids. Answers seven for each: letter of the status or '', score, state, result with a leading '=', error,
-- forward, record.
local ids, answer = {}, {}
for i = 3, #ARGV do
	ids[#ids + 1] = ARGV[i]
end
local states, results, errors = call('HMGET', STATE, unpack(ids)), call('HMGET', RESULT, unpack(ids)), call('HMGET', ERROR, unpack(ids))
local forwards, records = call('HMGET', FORWARD, unpack(ids)), call('HMGET', RECORDS, unpack(ids))
local places = { { 'Q', QUEUED }, { 'H', SCHEDULED }, { 'R', RETRY }, { 'I', INTERRUPTED } }
for _, place in ipairs(places) do
	place[3] = call('ZMSCORE', place[2], unpack(ids))
end
for i = 1, #ids do
	local letter, score = states[i] and string.sub(states[i], 1, 1) or '', ''
	letter = letter == NEW and 'S' or letter == DONE and 'U' or letter
	if letter == WAITS or letter == HELD then
		local fields = parse(states[i])
		letter, score = fields and 'Q' or '', fields and fields[SCORE] or ''
	elseif letter == 'V' then
		local fields = parse(states[i])
		letter, score = fields and 'R' or '', fields and fields[SCORE] or ''
	elseif letter == '' or letter == 'W' then
		letter = ''
		for _, place in ipairs(places) do
			local found = place[3][i]
			if found then
				local number = tonumber(found)
				if place[1] == 'H' or place[1] == 'R' then
					number = (number % 256) * LEVEL + floor(number / 256)
				end
				letter, score = place[1], whole(number)
			end
		end
	end
	answer[#answer + 1] = letter
	answer[#answer + 1] = score
	answer[#answer + 1] = states[i] or ''
	answer[#answer + 1] = results[i] and ('=' .. results[i]) or ''
	answer[#answer + 1] = errors[i] or ''
	answer[#answer + 1] = forwards[i] or ''
	answer[#answer + 1] = records[i] or ''
end
return answer
