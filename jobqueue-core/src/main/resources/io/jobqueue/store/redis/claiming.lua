-- uses entering, unique, tags
-- The unique keys of new jobs. A conflict does: k keeps the owner; r gives it the contents of the new job; b does that
-- and puts it off.
local newRecords, claims = {}, nil

-- Writes the new jobs as far as they are known.
local function storeNew()
	if #newRecords > 0 then
		call('HSET', RECORDS, unpack(newRecords))
		newRecords = {}
	end
	if claims then
		claims.storeTraits()
	end
end

-- Makes the functions of claims. Plain jobs do not need them, and each function that is made costs time with every call.
local function loadClaims()
	local newTraits, newTags, newKeys, newTimes, drops = {}, {}, {}, {}, {}
	local owners, postponed, wokenBefore = {}, {}, false
	claims = {}

	local function put(key, list)
		if #list > 0 then
			call('HSET', key, unpack(list))
		end
	end

	function claims.storeTraits()
		put(TRAITS, newTraits)
		if #newTags > 0 then
			call('ZADD', TAG_INDEX, unpack(newTags))
		end
		newTraits, newTags = {}, {}
	end

	-- The large record is not needed.
	function claims.drop(key)
		drops[#drops + 1] = key
	end

	-- Answers whether a worker should be woken.
	function claims.settle()
		put(UNIQUE, newKeys)
		if #newTimes > 0 then
			call('ZADD', UNIQUE_UNTIL, unpack(newTimes))
		end
		-- Not the first write: it would open a full Redis to inserts.
		if #drops > 0 then
			call('DEL', unpack(drops))
		end
		newKeys, newTimes, drops = {}, {}, {}
		return wokenBefore
	end

	-- A record with the priority that a job has by its rank.
	local function withRank(record, rank)
		local priority = 100 - rank
		local text = string.gsub(record, '^(%d*A[^\30\31]*)\31p=%-?%d+', '%1', 1)
		if priority == 0 then
			return text
		end
		return (string.gsub(text, '^(%d*A[^\30\31]*)', '%1\31p=' .. whole(priority), 1))
	end

	-- A record with the place of a job in a flow, behind its other fields.
	local function withFlow(record, place)
		local last = string.find(record, '\30', 1, true) - 1
		return string.sub(record, 1, last) .. '\31f=' .. place .. string.sub(record, last + 1)
	end

	-- The place in a flow of a job that has traits, nil if it has none.
	local function flowOf(id)
		return string.match(call('HGET', TRAITS, id) or '', '\31f=([^:\31]*:[^:\31]*)')
	end

	-- Gives the contents of the new job to the owner, whose record was one of the two kinds.
	local function giveContents(owner, wasLarge, created, rank, job)
		local record = job.record
		if job.key and rank ~= tonumber(job.rank) then
			call('SET', job.key, withRank(call('GET', job.key), rank))
		elseif rank ~= tonumber(job.rank) then
			record = withRank(record, rank)
		end
		local place = flowOf(owner)
		if place and job.key then
			call('SET', job.key, withFlow(call('GET', job.key), place))
		elseif place then
			record = withFlow(record, place)
		end
		if job.key then
			call('SETRANGE', job.key, 0, created)
			call('PERSIST', job.key)
			call('RENAME', job.key, job.ownerKey)
			call('HSET', RECORDS, owner, LARGE)
		else
			call('HSET', RECORDS, owner, created .. record)
			if wasLarge then
				call('DEL', job.ownerKey)
			end
		end
	end

	-- Puts the owner off, but not beyond the longest wait since it was created.
	local function putOff(owner, score, scheduled, created, wait, job)
		local due = math.min(now + job.delay, created + wait, LEVEL - 1)
		if due > now then
			if not scheduled and call('ZREM', QUEUED, owner) == 0 then
				lanes.load()
				lanes.leave(owner)
			end
			enterLater(owner, level(score), due)
		end
	end

	-- Answers what came of it, nil if the owner does not wait for its first run.
	local function replaceOwner(owner, job, what, wait)
		storeNew()
		wokenBefore = settleEntered() or wokenBefore
		local state = call('HGET', STATE, owner)
		-- Behind an attempt its state has a history.
		if state and (not string.find(state, '^W\31%d+\31') or string.find(state, ENTRY, 1, true)) then
			return nil
		end
		local score, due = call('ZSCORE', QUEUED, owner) or call('ZSCORE', LANED, owner), call('ZSCORE', SCHEDULED, owner)
		if not score and not due then
			return nil
		end
		local packed = score and tonumber(score) or (due % 256) * LEVEL + floor(due / 256)
		local record = call('HGET', RECORDS, owner)
		local wasLarge = record == LARGE
		if (wasLarge or job.key) and not (job.ownerKey and job.namedOwner == owner) then
			-- The key of the owner's record is to be given.
			return 'n' .. owner
		end
		local created = string.sub(wasLarge and call('GETRANGE', job.ownerKey, 0, 12) or record, 1, 13)
		giveContents(owner, wasLarge, created, level(packed), job)
		if what == 'b' then
			putOff(owner, packed, not score, tonumber(created), tonumber(wait), job)
		end
		return what .. owner
	end

	-- Answers 1 if the job is to be inserted: it owns its key or has none; 2 if there is no room for it; 4 if it is too
	-- late for it. Else k, r or b
	-- and the owner's id, as the conflict did; or n and the owner's id: nothing was done, and the call is to be repeated
	-- with the key of the record of this owner.
	function claims.key(id, job)
		local traits, what, wait, named = string.match(job.traits, '^([^\30]*)\30?(%a?)(%d*)\30?(.*)$')
		local scope, time, name = uniqueOf(traits)
		local notAfter = string.match(traits, '\31f=[^:\31]*:[^:\31]*:(%d+)')
		if notAfter and now > tonumber(notAfter) then
			if job.key then
				claims.drop(job.key)
			end
			return 4
		end
		if name then
			local owner, hasTime = owners[name], false
			if not owner then
				owner, hasTime = ownerOf(call('HGET', UNIQUE, name))
			end
			if postponed[name] then
				-- Not before the one that comes first.
				return postponed[name]
			elseif owner and owner ~= id then
				job.namedOwner = named
				local answer = what == 'k' and 'k' .. owner or replaceOwner(owner, job, what, wait)
				local letter = answer and string.sub(answer, 1, 1)
				if letter == 'n' then
					postponed[name] = answer
				elseif letter == 'k' and job.key then
					claims.drop(job.key)
				end
				if answer then
					return answer
				end
			end
			if job.full then
				return 2
			end
			owners[name] = id
			add(newKeys, name, scope == 't' and (id .. UNIT .. whole(now + time)) or id)
			if scope == 't' then
				add(newTimes, whole(now + time), name)
			elseif hasTime then
				call('ZREM', UNIQUE_UNTIL, name)
			end
		end
		if job.full then
			return 2
		end
		if not TRAITED then
			call('HSET', META, 'traits', '1')
			TRAITED = '1'
		end
		add(newTraits, id, traits)
		listTags(newTags, id, traits, 0)
		lanes.note(traits)
		return 1
	end
end
