-- Stands before every script, behind the names of the keys that it uses; Script puts both there.
-- The first two ARGV are the prefix of the signal channels and the name of the queue.
local LEVEL = 8796093022208
local UNIT, ENTRY = '\31', '\30'
local call, floor, text_of = redis.call, math.floor, string.format
local time = call('TIME')
local now = time[1] * 1000 + floor(time[2] / 1000)

local function whole(number)
	return text_of('%.0f', number)
end

local NOW = whole(now)

local function level(score)
	return floor(score / LEVEL)
end
