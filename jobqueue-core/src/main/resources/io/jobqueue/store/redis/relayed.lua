-- uses guard
-- ARGV: notices that are passed on.
return call('ZREM', NOTICES, unpack(ARGV, 3))
