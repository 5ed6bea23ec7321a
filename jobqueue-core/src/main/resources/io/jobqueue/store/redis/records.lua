-- In place of a record that stands under a key of its own, since Lua would copy it.
local LARGE = '>'

-- Deletes all that is kept of jobs that are not large.
local function erase(ids)
	call('HDEL', RECORDS, unpack(ids))
	call('HDEL', STATE, unpack(ids))
	call('HDEL', RESULT, unpack(ids))
	call('HDEL', ERROR, unpack(ids))
end

-- Deletes all that is kept of jobs; the keys of their own begin at that one.
local function forget(ids, key)
	for i = 1, #ids do
		if call('HSTRLEN', RECORDS, ids[i]) == #LARGE then
			call('DEL', KEYS[key + i - 1])
		end
	end
	erase(ids)
end
