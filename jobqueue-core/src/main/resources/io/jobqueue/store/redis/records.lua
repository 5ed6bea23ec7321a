-- uses tags, noting
-- Deletes all that is kept of jobs that are not large.
local function erase(ids)
	call('HDEL', RECORDS, unpack(ids))
	call('HDEL', STATE, unpack(ids))
	call('HDEL', RESULT, unpack(ids))
	call('HDEL', ERROR, unpack(ids))
	if TRAITED then
		local entries, texts = {}, call('HMGET', TRAITS, unpack(ids))
		for i = 1, #ids do
			if texts[i] then
				listTags(entries, ids[i], texts[i])
			end
		end
		if #entries > 0 then
			call('ZREM', TAG_INDEX, unpack(entries))
		end
		call('HDEL', TRAITS, unpack(ids))
	end
	if NOTED then
		notes.forget(ids)
	end
end

-- Deletes all that is kept of jobs. Each stands before the index of its key.
local function forget(jobs)
	local ids = {}
	for i = 1, #jobs, 2 do
		ids[#ids + 1] = jobs[i]
		if call('HSTRLEN', RECORDS, jobs[i]) == #LARGE then
			call('DEL', KEYS[jobs[i + 1]])
		end
	end
	erase(ids)
end
