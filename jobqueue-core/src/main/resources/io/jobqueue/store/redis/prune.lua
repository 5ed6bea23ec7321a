-- KEYS: …, the keys of the jobs. ARGV: letter of the status, then the ids. Answers how many were deleted.
local letter, deleted = ARGV[3], 0
for i = 4, #ARGV do
	local id = ARGV[i]
	-- Whoever was requeued or deleted since it was listed is not here any more.
	if call('ZREM', ENDED[letter], id) == 1 then
		if DEAD[letter] then
			countFailure(KEYS[EXTRA + i - 3], call('HGET', ERROR, id), -1)
		end
		call('HDEL', STATE, id)
		call('HDEL', RESULT, id)
		call('HDEL', ERROR, id)
		call('DEL', KEYS[EXTRA + i - 3])
		deleted = deleted + 1
	end
end
return deleted
