-- uses guard, looking
-- It changes nothing, but what becomes of a job is decided by what it answers. A queue that needs another release is
-- refused here: else a job that cannot be read would appear as one that does not exist.
-- ARGV: ids. Answers five for each: the letter of its place or '' if it is not here, its score or '', the head of its
-- state or '', the last entry of its history or '', and, if it is not here, where it went.
local ids, answer = { unpack(ARGV, 3) }, {}
local states, letters, scores = look(ids)
for i = 1, #ids do
	local letter, text = letters[i], states[i] or ''
	local last = letter ~= '' and string.match(text, '.*\30(.*)$') or ''
	local size = #answer
	answer[size + 1], answer[size + 2], answer[size + 3], answer[size + 4] = letter, scores[i], string.match(text, '^[^\30]*'), last
	answer[size + 5] = letter == '' and call('HGET', FORWARD, ids[i]) or ''
end
return answer
