-- KEYS: …, the key of a job. Answers its record, nothing if there is none.
return { call('GET', KEYS[EXTRA + 1]) or nil }
