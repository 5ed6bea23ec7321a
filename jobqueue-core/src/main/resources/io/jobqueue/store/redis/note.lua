-- ARGV: id. Answers the note of a move that leads from here, '' if there is none.
return { call('HGET', MOVING, ARGV[3]) or '' }
