-- The lease of one worker stands in META too: each script reads META, and so knows the lease of an only worker without
-- a look. What begins, renews or shortens a lease changes it there, too. One that has run out may stay there.
local leaseEnd, leaseOwner = string.match(LEASED or '', '^(%d+)\31(.*)$')
leaseEnd = tonumber(leaseEnd or '0')

-- Whether the lease of a worker runs.
local function isAlive(worker)
	if worker == leaseOwner and leaseEnd > now then
		return true
	end
	local lease = call('ZSCORE', WORKERS, worker)
	return lease and tonumber(lease) > now
end
