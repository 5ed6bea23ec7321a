-- uses ended
-- Answers whether the queue is paused, the age of the head since it was due or -1, then letter and size of statuses.
local oldest = -1
local function look(key, packed)
	local entry = call('ZRANGE', key, 0, 0, 'WITHSCORES')
	if entry[2] then
		local due = packed and tonumber(entry[2]) % LEVEL or floor(tonumber(entry[2]) / 256)
		if due <= now then
			oldest = math.max(oldest, now - due)
		elseif packed then
			oldest = math.max(oldest, 0)
		end
	end
end
look(INTERRUPTED, true)
look(QUEUED, true)
look(LANED, true)
look(SCHEDULED, false)
look(RETRY, false)
local function size(key)
	return call('ZCARD', key)
end
local answer = {
	call('HEXISTS', META, 'paused'), oldest, 'H', size(SCHEDULED), 'Q', size(QUEUED) + size(LINE) + size(LANED),
	'S', tonumber(call('HGET', META, 'running') or '0'), 'R', size(RETRY) + call('HLEN', MOVING), 'I', size(INTERRUPTED)
}
for letter, key in pairs(ENDED) do
	answer[#answer + 1] = letter
	answer[#answer + 1] = size(key)
end
return answer
