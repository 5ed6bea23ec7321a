-- KEYS: the requests that wait for a worker. Answers them, and deletes them.
local requests = KEYS[EXTRA + 1]
local all = call('LRANGE', requests, 0, -1)
call('DEL', requests)
return all
