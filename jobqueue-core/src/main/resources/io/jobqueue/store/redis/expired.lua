-- ARGV: limit. Answers workers whose lease has run out.
return call('ZRANGE', WORKERS, '-inf', whole(now), 'BYSCORE', 'LIMIT', 0, ARGV[3])
