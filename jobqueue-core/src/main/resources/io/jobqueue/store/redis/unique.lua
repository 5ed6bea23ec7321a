-- The entry of a unique key names its owner, and when it runs out if it does so by itself: 'id' or 'id<UNIT>millis'.
-- Scopes: d until the owner has ended, s until it is claimed, t for a time in milliseconds.

-- Scope, time and name in the traits of a job, nothing if it has no key.
local function uniqueOf(traits)
	return string.match(traits, '\31u=(%a)(%d*):([^\31\30]*)')
end

-- The owner by an entry, nil if there is none any more; and whether the entry has a time.
local function ownerOf(entry)
	if not entry then
		return nil, false
	end
	local id, out = string.match(entry, '^([^\31]*)\31?(%d*)$')
	if out == '' then
		return id, false
	end
	return tonumber(out) > now and id or nil, true
end
