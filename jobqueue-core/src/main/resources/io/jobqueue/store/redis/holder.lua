-- For scripts that act for a worker: the first of their own keys and arguments.
local worker, RUNNING = ARGV[3], KEYS[EXTRA + 1]
