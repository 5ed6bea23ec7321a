-- ARGV: tag. Answers how many jobs have it.
return { call('ZLEXCOUNT', TAG_INDEX, '(' .. ARGV[3] .. UNIT, '(' .. ARGV[3] .. '\32') }
