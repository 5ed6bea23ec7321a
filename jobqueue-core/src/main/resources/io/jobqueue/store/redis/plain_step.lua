-- uses plain
-- Outcomes of plain jobs only, before all functions that others need: each one that is made costs time with every call.
local results = isPlainQueue and ARGV[4] ~= '1' and finishPlain(5)
if results then
	if #results > 0 then
		call('HINCRBY', META, 'running', -#results)
	end
	return results
end
