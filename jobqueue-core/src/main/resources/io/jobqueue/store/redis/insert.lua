-- uses guard, plain_insert, inserting
-- KEYS: …, the keys that the jobs name. ARGV: '1' if jobs must find room in the queue, then the jobs. Answers what came of
-- each; then whether the queue was forgotten.
local answers, awake = insert(ARGV, 4, EXTRA, ARGV[3] == '1')
if awake then
	wake()
end
-- Not the first write: it would open a full Redis to inserts.
answers[#answers + 1] = remembered()
return answers
