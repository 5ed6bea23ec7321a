-- ARGV: id. Answers the traits of the job, '' for none.
return { call('HGET', TRAITS, ARGV[3]) or '' }
