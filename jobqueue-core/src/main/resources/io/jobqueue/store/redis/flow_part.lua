-- uses flow
-- ARGV: number of the part. Answers it, if there is one.
local part = call('HGET', flow, 'p' .. ARGV[3])
return part and { part } or {}
