-- What attempts have noted about jobs: one hash has under the id of a job the number of its steps and, behind a UNIT,
-- 'number:lines:bytes,…' of the parts of its log; and a field for each step and each part. Only in a queue that is NOTED a
-- script looks there.
local STEP, PART = '\31s', '\31l'
local notes

if NOTED then
	notes = {}

	-- The fields of the steps of a job.
	function notes.steps(id, index)
		local fields = {}
		for n = 1, tonumber(string.match(index, '^%d+')) do
			fields[n] = id .. STEP .. whole(n)
		end
		return fields
	end

	-- All fields of a job, the last one with its index.
	function notes.all(id, index)
		local fields = notes.steps(id, index)
		for number in string.gmatch(index, '(%d+):%d+:%d+') do
			fields[#fields + 1] = id .. PART .. number
		end
		fields[#fields + 1] = id
		return fields
	end

	function notes.forget(ids)
		local known = call('HMGET', NOTES, unpack(ids))
		for i = 1, #ids do
			if known[i] then
				call('HDEL', NOTES, unpack(notes.all(ids[i], known[i])))
			end
		end
	end

	-- The job runs all its steps again.
	function notes.restart(id)
		local index = call('HGET', NOTES, id)
		local fields = index and notes.steps(id, index) or {}
		if #fields > 0 then
			call('HDEL', NOTES, unpack(fields))
			call('HSET', NOTES, id, '0' .. string.match(index, '\31.*$'))
		end
	end
end
