-- uses guard
-- Runs at the target of a move, before the source is read. KEYS: …, the key of the arrival. ARGV: id, note, a text
-- that no other attempt has, how long to wait for the arrival in ms. Answers 1 if the job has arrived by this move.
if call('HEXISTS', ARRIVED, ARGV[4] .. UNIT .. ARGV[3]) == 1 then
	return 1
end
-- First a write that frees memory: a full Redis lets this script do the rest.
call('DEL', KEYS[EXTRA + 1])
call('SET', KEYS[EXTRA + 1], ARGV[5], 'PX', ARGV[6])
return 0
