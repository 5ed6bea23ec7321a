-- uses flows
-- ARGV: '+' or an id behind '(', limit. Answers flows, the newest first.
return call('ZRANGE', all, ARGV[3], '-', 'BYLEX', 'REV', 'LIMIT', 0, ARGV[4])
