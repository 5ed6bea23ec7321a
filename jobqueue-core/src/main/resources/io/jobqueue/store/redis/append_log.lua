-- uses guard, holding, noting
-- ARGV: worker; how many lines and bytes of a log are kept; the size up to which a part is extended; then for each job its
-- id, its delivery, the number of parts, and for each part its number, its lines and its text. Parts that are there already
-- are left out. Answers the ids of jobs that the worker does not hold with this delivery.
local most, room, full = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local refused, i = {}, 7

local function field(id, part)
	return id .. PART .. whole(part[1])
end

-- Appends the parts that begin at an argument.
local function append(id, from, count)
	local index = call('HGET', NOTES, id) or '0\31'
	local parts, lines, bytes, first, texts = {}, 0, 0, 1, {}
	for number, some, size in string.gmatch(index, '(%d+):(%d+):(%d+)') do
		parts[#parts + 1] = { tonumber(number), tonumber(some), tonumber(size) }
		lines, bytes = lines + some, bytes + size
	end
	local extensible = true
	for at = from, from + 3 * count - 1, 3 do
		local number, some, text = tonumber(ARGV[at]), tonumber(ARGV[at + 1]), ARGV[at + 2]
		local last = parts[#parts]
		local size = #text
		if not last or number >= last[1] + last[2] then
			if extensible and last and number == last[1] + last[2] and last[3] + 1 + size <= full then
				call('HSET', NOTES, field(id, last), call('HGET', NOTES, field(id, last)) .. ENTRY .. text)
				size = size + 1
				last[2], last[3] = last[2] + some, last[3] + size
			else
				parts[#parts + 1] = { number, some, size }
				call('HSET', NOTES, field(id, parts[#parts]), text)
			end
			extensible = false
			lines, bytes = lines + some, bytes + size
		end
	end
	while first < #parts and (lines > most or bytes > room) do
		call('HDEL', NOTES, field(id, parts[first]))
		lines, bytes, first = lines - parts[first][2], bytes - parts[first][3], first + 1
	end
	for n = first, #parts do
		texts[#texts + 1] = text_of('%.0f:%.0f:%.0f', parts[n][1], parts[n][2], parts[n][3])
	end
	call('HSET', NOTES, id, string.match(index, '^%d+\31') .. table.concat(texts, ','))
end

while i <= #ARGV do
	local count = tonumber(ARGV[i + 2])
	if holds(ARGV[3], ARGV[i], ARGV[i + 1]) then
		append(ARGV[i], i + 3, count)
	else
		refused[#refused + 1] = ARGV[i]
	end
	i = i + 3 + 3 * count
end
if not NOTED and call('EXISTS', NOTES) == 1 then
	call('HSET', META, 'notes', '1')
end
return refused
