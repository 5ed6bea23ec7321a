-- uses limits
-- Gives turns to lanes that are parked for a limit which does not hold them back, limit after limit from a name on.
-- Answers the name to go on behind, '' at the end, and whether a lane has got a turn.
local function relieve(cursor, count)
	limits.load()
	local some = false
	for _ = 1, count do
		local entry = call('ZRANGE', BLOCKED, cursor == '' and '-' or '(' .. cursor .. ' ', '+', 'BYLEX', 'LIMIT', 0, 1)[1]
		if not entry then
			return '', some
		end
		local name = lanes.split(entry)
		local turned = limits.handOn(limits.get(name), 500)
		some = some or turned > 0
		if turned < 500 then
			cursor = name
		end
	end
	return cursor, some
end
