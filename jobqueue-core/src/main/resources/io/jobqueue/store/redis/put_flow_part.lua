-- uses flow
-- ARGV: number of the part, the part. Only of a flow that is there.
if call('EXISTS', flow) == 1 then
	call('HSET', flow, 'p' .. ARGV[3], ARGV[4])
end
return 1
