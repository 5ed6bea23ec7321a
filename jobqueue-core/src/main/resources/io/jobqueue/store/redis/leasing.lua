-- uses lease
-- Begins the lease of a worker, or renews it once a tenth of it has gone. Answers 1 if the queue did not know the worker.
local function renewLease(worker, length)
	local til = now + length
	if worker == leaseOwner and leaseEnd <= til and leaseEnd >= til - length / 10 then
		return 0
	end
	local added = call('ZADD', WORKERS, whole(til), worker)
	-- The lease of another worker stays in META as long as it is renewed.
	if worker == leaseOwner or leaseEnd < til - length / 5 then
		call('HSET', META, 'leased', whole(til) .. UNIT .. worker)
	end
	return added
end
