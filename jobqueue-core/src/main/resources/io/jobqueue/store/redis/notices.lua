-- uses guard
-- ARGV: limit. Answers the oldest notices of jobs of flows that have ended.
return call('ZRANGE', NOTICES, 0, ARGV[3] - 1)
