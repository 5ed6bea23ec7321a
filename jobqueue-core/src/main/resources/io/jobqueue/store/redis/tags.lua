-- The index of tags: a sorted set with an entry for each tag of each job, of the tag and the id. All have the same
-- score. An entry is there as long as the traits of the job.

-- Adds the entries of the job with these traits to a list. A score stands before each of them, or nothing.
local function listTags(list, id, traits, score)
	local tags = string.match(traits, '\31g=([^\31\30]*)')
	if tags then
		for tag in string.gmatch(tags, '[^\28]+') do
			local size = #list
			if score then
				list[size + 1], list[size + 2] = score, tag .. UNIT .. id
			else
				list[size + 1] = tag .. UNIT .. id
			end
		end
	end
end
