-- uses guard
-- Runs at the target of moves that are closed at their source. ARGV: the moves. Answers how many were forgotten.
return call('HDEL', ARRIVED, unpack(ARGV, 3))
