-- Where ended jobs are, by the letter of their status.
local ENDED = {
	U = ENDED_SUCCESS, F = ENDED_FAILED, M = ENDED_MAX_RETRIES,
	T = ENDED_TIMEOUT, A = ENDED_ABORTED, C = ENDED_CANCELLED
}
local DEAD = { F = true, M = true, T = true }
