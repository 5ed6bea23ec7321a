-- uses acts
-- KEYS: the stream. ARGV: how many to keep, for how many ms, how many to delete at most. Answers how many were deleted.
return trimActs(KEYS[EXTRA + 1], ARGV[3], ARGV[4], tonumber(ARGV[5]))
