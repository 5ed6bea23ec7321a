-- uses guard, ended, failures
-- KEYS: …, the keys of the jobs. ARGV: letter of the status and id of each job. Answers how many were deleted.
local deleted = 0
for i = 3, #ARGV, 2 do
	local letter, id, key = ARGV[i], ARGV[i + 1], EXTRA + (i - 1) / 2
	-- Whoever was requeued or deleted since it was listed is not here any more.
	if call('ZREM', ENDED[letter], id) == 1 then
		if DEAD[letter] then
			countFailure(id, KEYS[key], call('HGET', ERROR, id), -1)
		end
		forget({ id }, key)
		deleted = deleted + 1
	end
end
return deleted
