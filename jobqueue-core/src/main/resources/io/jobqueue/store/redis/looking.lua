-- uses state
local PLACES = { { 'Q', QUEUED }, { 'H', SCHEDULED }, { 'R', RETRY }, { 'I', INTERRUPTED }, { 'G', LANED } }

-- Answers of each job its state or false, the letter of its place or '' if it is not here, and its score or '' if it
-- does not wait. The letter of a place is that of the status; of a job in line it is HELD, of one that moves V.
local function look(ids)
	local states, letters, scores, open = call('HMGET', STATE, unpack(ids)), {}, {}, {}
	for i = 1, #ids do
		local letter = states[i] and string.sub(states[i], 1, 1) or 'W'
		letters[i], scores[i] = letter, ''
		if letter == 'W' then
			letters[i], open[#open + 1] = '', i
		elseif letter == NEW then
			letters[i] = 'S'
		elseif letter == DONE then
			letters[i] = 'U'
		elseif letter == WAITS then
			letters[i] = HELD
		end
	end
	for _, place in ipairs(PLACES) do
		if #open == 0 then
			break
		end
		local some, rest = {}, {}
		for n, i in ipairs(open) do
			some[n] = ids[i]
		end
		local found = call('ZMSCORE', place[2], unpack(some))
		for n, i in ipairs(open) do
			if found[n] then
				local score = tonumber(found[n])
				if place[1] == 'H' or place[1] == 'R' then
					score = (score % 256) * LEVEL + floor(score / 256)
				end
				letters[i], scores[i] = place[1], whole(score)
			else
				rest[#rest + 1] = i
			end
		end
		open = rest
	end
	return states, letters, scores
end
