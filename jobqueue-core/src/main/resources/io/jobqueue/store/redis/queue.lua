-- uses ended
-- Answers whether the queue is paused, the sizes by status, and since when the head has been due or -1, as age.
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
look(SCHEDULED, false)
look(RETRY, false)
local function size(key)
	return call('ZCARD', key)
end
return {
	call('HEXISTS', META, 'paused'), oldest, size(SCHEDULED), size(QUEUED),
	tonumber(call('HGET', META, 'running') or '0'), size(RETRY) + call('HLEN', MOVING), size(INTERRUPTED),
	size(ENDED.U), size(ENDED.F), size(ENDED.M), size(ENDED.T), size(ENDED.A), size(ENDED.C)
}
