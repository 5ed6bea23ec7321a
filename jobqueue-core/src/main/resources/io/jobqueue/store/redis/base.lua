-- Stands before every script. ScriptSource replaces names of keys and of constants by what they stand for.
-- The first two ARGV are the prefix of the signal channels and the name of the queue.
local LEVEL = 8796093022208
local UNIT, ENTRY = '\31', '\30'
-- In place of a record that stands under a key of its own, since Lua would copy it.
local LARGE = '>'
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
