-- A flow: a hash with its version v, its state s, its name m if it has one, and the parts p<number> of its plan; a
-- list of the ids of its jobs by their places; a text with a letter for each place whose job has ended.
local flow, ids, ends = KEYS[EXTRA + 1], KEYS[EXTRA + 2], KEYS[EXTRA + 3]

-- The letters of places, which are NUL where nothing was noted.
local function lettersOf(text)
	return (string.gsub(text, '%z', '-'))
end
