-- ARGV: limit. Answers whether jobs are on their way to other queues, then workers whose lease has run out.
local answer = call('ZRANGE', WORKERS, '-inf', whole(now), 'BYSCORE', 'LIMIT', 0, ARGV[3])
table.insert(answer, 1, call('EXISTS', MOVING, ARRIVED))
return answer
