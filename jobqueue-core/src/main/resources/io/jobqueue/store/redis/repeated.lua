-- uses state
-- Runs where a job went by a move. ARGV: id, delivery, worker.
-- Answers whether the attempt that this worker finished by the move is the last one that was finished.
local text = call('HGET', STATE, ARGV[3])
local state = text and parse(text)
if not state then
	return 0
elseif state[DELIVERY] == ARGV[4] then
	return state[WORKER] == ARGV[5] and state[CLOSED] == 'f' and 1 or 0
end
-- A worker holds it again, for the first time since.
local last = string.match(state.history, '.*\30[^\31]*\31([^\31]*)')
local held = state[STATUS] == 'S' or state[STATUS] == HELD
return held and tonumber(state[DELIVERY]) == ARGV[4] + 1 and last == ARGV[5] and 1 or 0
