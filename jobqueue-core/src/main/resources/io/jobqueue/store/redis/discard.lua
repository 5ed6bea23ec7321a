-- uses guard, places
-- KEYS: …, the keys of the jobs. ARGV: letter of the place and id of each job. Answers the ids of those that were deleted.
-- As prune does, it goes by the place of a job: the state can be missing, or be one that this release cannot read.
local answer, gone = {}, {}
for i = 3, #ARGV, 2 do
	local letter, id, key = ARGV[i], ARGV[i + 1], EXTRA + (i - 1) / 2
	-- A job that was requeued or deleted after prune listed it is not here any more.
	if call('ZSCORE', ENDED[letter], id) then
		leaveEnded(id, letter, key)
		answer[#answer + 1] = id
		gone[#gone + 1], gone[#gone + 2] = id, key
	end
end
if #gone > 0 then
	settle()
	forget(gone)
end
return answer
