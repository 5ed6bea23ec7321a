-- uses flows
-- ARGV: flows that are deleted.
for _, key in ipairs({ look, kept, all }) do
	call('ZREM', key, unpack(ARGV, 3))
end
return 1
