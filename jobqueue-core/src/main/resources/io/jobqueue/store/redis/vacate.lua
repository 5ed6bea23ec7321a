-- uses guard, vacancy
-- ARGV: life of the mark in ms. Answers whether there is nothing at all.
-- Who knows the queue as listed does not list it again for a while: the mark tells inserts to do so.
if not vacant() then
	return 0
end
call('DEL', WORKERS, WAITING, INFO, META)
call('SET', FORGOTTEN, '1', 'PX', ARGV[3])
return 1
