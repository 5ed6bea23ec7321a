-- uses state
-- Whether the worker holds the job with the delivery.
local function holds(worker, id, delivery)
	local text = call('HGET', STATE, id)
	local state = text and parse(text)
	return state and (state[STATUS] == 'S' or state[STATUS] == HELD) and state[WORKER] == worker
		and state[DELIVERY] == delivery
end
