-- ARGV: the time in ms since the last declaration, how many at most. Answers the names.
return call('ZRANGE', SCHEDULE_DECLARED, '-inf', '(' .. whole(now - ARGV[3]), 'BYSCORE', 'LIMIT', 0, ARGV[4])
