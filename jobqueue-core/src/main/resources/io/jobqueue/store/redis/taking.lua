-- Answers the letter of the status of a job that waits, the key of its place and its score there, nil if it does not
-- wait.
local PLACES = { { 'Q', QUEUED }, { 'H', SCHEDULED }, { 'R', RETRY }, { 'I', INTERRUPTED } }
local function lookUp(id)
	for _, place in ipairs(PLACES) do
		local score = call('ZSCORE', place[2], id)
		if score then
			return place[1], place[2], score
		end
	end
end

-- Whether a script is to act on jobs in a status, by the letters of those that it is given.
local function isMeant(letter)
	return string.find(ARGV[3], letter, 1, true) ~= nil
end
