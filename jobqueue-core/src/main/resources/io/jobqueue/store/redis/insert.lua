-- uses guard, inserting
-- KEYS: …, the keys that the jobs name. ARGV: the jobs. Answers what came of each; then whether the queue was forgotten.
local answers, awake = insert(ARGV, 3, EXTRA)
if awake then
	wake()
end
-- Not the first write: it would open a full Redis to inserts.
answers[#answers + 1] = remembered()
return answers
