-- uses unique, lanes
-- What jobs have beside a plain life: a hash has a text for each job that has anything, of tagged fields. Only in a
-- queue that is TRAITED a script looks there, once for all its jobs.

-- What happened to a job: it was claimed; has ended or was deleted, or that before it ever ran; lives again; came from
-- another queue; no worker holds it any more; it never ran, and waits under limits that it learnt by a claim.
local BEGUN, OVER, EARLY, REVIVED, CAME, HALTED, UNBEGUN = 1, 2, 3, 4, 5, 6, 7
local concern, settleTraits

do
	local concerned, happened, ends = {}, {}, {}

	-- If the job has ended, with the letter of its end as flows know it.
	function concern(id, what, letter)
		if TRAITED then
			local size = #concerned + 1
			concerned[size], happened[size], ends[size] = id, what, letter or ''
		end
	end

	-- To be called once a script, before the traits of jobs are deleted, and not as its first write.
	function settleTraits()
		if #concerned == 0 then
			return
		end
		-- These functions are made here, since each one that is made costs time with every call of a script.

		-- Whether the job gives its key back, or takes it if it is free.
		local function concernsKey(scope, what)
			if what == BEGUN or what == UNBEGUN then
				return scope == 's'
			elseif what == CAME then
				return scope == 'd'
			elseif what == HALTED then
				return false
			end
			return scope ~= 't' or what == EARLY
		end

		local FREE, TAKEN = 1, 2
		local function takes(what)
			return what == REVIVED or what == CAME or what == UNBEGUN
		end

		local function changeKeys(texts)
			local names, ids, whats = {}, {}, {}
			for i = 1, #concerned do
				if texts[i] then
					local scope, _, name = uniqueOf(texts[i])
					if scope and concernsKey(scope, happened[i]) then
						names[#names + 1], ids[#ids + 1], whats[#whats + 1] = name, concerned[i], happened[i]
					end
				end
			end
			if #names == 0 then
				return
			end
			local entries, free, timed, taken, seen = call('HMGET', UNIQUE, unpack(names)), {}, {}, {}, {}
			-- What is given back may be taken.
			for i = 1, #names do
				local owner, hasTime = ownerOf(entries[i])
				if not takes(whats[i]) and owner == ids[i] then
					free[#free + 1], seen[names[i]] = names[i], FREE
					if hasTime then
						timed[#timed + 1] = names[i]
					end
				end
			end
			for i = 1, #names do
				local owner, hasTime = ownerOf(entries[i])
				if takes(whats[i]) and (not owner and not seen[names[i]] or seen[names[i]] == FREE) then
					-- The first of several is the owner.
					seen[names[i]] = TAKEN
					taken[#taken + 1], taken[#taken + 2] = names[i], ids[i]
					if hasTime then
						timed[#timed + 1] = names[i]
					end
				end
			end
			if #free > 0 then
				call('HDEL', UNIQUE, unpack(free))
			end
			if #timed > 0 then
				call('ZREM', UNIQUE_UNTIL, unpack(timed))
			end
			if #taken > 0 then
				call('HSET', UNIQUE, unpack(taken))
			end
		end

		local function changeSlots(texts)
			local begun, halted = {}, {}
			for i = 1, #concerned do
				local list = happened[i] == BEGUN and begun or happened[i] == HALTED and halted
				local lane = list and lanes.of(texts[i])
				if lane and lane ~= '' then
					list[#list + 1] = { lane = lane, id = concerned[i] }
				end
			end
			lanes.move(begun, halted)
		end

		-- Jobs of flows that have ended leave notices.
		local function leaveNotices(texts)
			local notices = {}
			for i = 1, #concerned do
				local place = ends[i] ~= '' and texts[i] and string.match(texts[i], '\31f=([^:\31]*:[^:\31]*)')
				if place then
					notices[#notices + 1], notices[#notices + 2] = NOW, place .. ':' .. ends[i]
				end
			end
			if #notices > 0 then
				call('ZADD', NOTICES, unpack(notices))
			end
		end

		local texts = call('HMGET', TRAITS, unpack(concerned))
		leaveNotices(texts)
		changeKeys(texts)
		if LIMITED then
			changeSlots(texts)
		end
		concerned, happened, ends = {}, {}, {}
	end
end
