-- uses flows
-- Answers how many flows maintenance is to look at.
return call('ZCARD', look)
