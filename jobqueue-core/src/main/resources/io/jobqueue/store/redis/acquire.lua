-- A sliding window: at most a given number in any span. KEYS: the log. ARGV: limit, span ms, how many.
-- The log is 'end:count,…'. Up to a limit of 64 each millisecond is a part, else a 64th of the span. A part counts until
-- its end is out of the window, so that the limit is never exceeded, and at most a 64th of it is not used. The time of its
-- end means the same to every limit and span.
-- Answers how many were granted (all or none), how many remain, and ms until as many may be granted.
local limit, span, wish = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local unit = limit <= 64 and 1 or math.max(1, floor(span / 64))
local present = (floor(now / unit) + 1) * unit
local log = call('GET', KEYS[EXTRA + 1]) or ''
local used, entries, ahead = 0, {}, false
local function add(at, count)
	if #entries > 0 and entries[#entries][1] == at then
		entries[#entries][2] = entries[#entries][2] + count
	else
		entries[#entries + 1] = { at, count }
	end
end
local function save()
	local kept = {}
	for i, e in ipairs(entries) do
		kept[i] = text_of('%.0f:%.0f', e[1], e[2])
	end
	call('SET', KEYS[EXTRA + 1], table.concat(kept, ','), 'PX', span + unit)
end
for at, count in string.gmatch(log, '(%d+):(%d+)') do
	at, count = tonumber(at), tonumber(count)
	if at > present then
		-- The clock was set back: it counts from now on, for one span however far it is ahead.
		at, ahead = present, true
	end
	if at + span > now then
		used = used + count
		add(at, count)
	end
end
if used + wish <= limit then
	add(present, wish)
	save()
	return { wish, limit - used - wish, 0 }
end
if ahead then
	save()
end
local need, wait = used + wish - limit, span
for _, e in ipairs(entries) do
	need = need - e[2]
	if need <= 0 then
		wait = e[1] + span - now
		break
	end
end
return { 0, math.max(0, limit - used), math.max(1, wait) }
