-- KEYS: …, a hash. ARGV: limit. Answers field and value of any entries.
return call('HRANDFIELD', KEYS[EXTRA + 1], ARGV[3], 'WITHVALUES')
