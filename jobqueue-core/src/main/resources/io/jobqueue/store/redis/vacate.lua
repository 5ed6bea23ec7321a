-- uses guard, vacancy
-- ARGV: life of the mark in ms. Answers whether there is nothing at all.
-- Processes that have listed the queue do not list it again for a while. With the mark, inserts do.
if not vacant() then
	return 0
end
call('DEL', WORKERS, WAITING, INFO, META, TURNS, BLOCKED, PARKED, COOLING, SLOTS, RATES, HOLDS, GROUPS, TAG_INDEX, NOTES)
call('SET', FORGOTTEN, '1', 'PX', ARGV[3])
return 1
