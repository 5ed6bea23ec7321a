-- uses guard, wake
-- Signals one worker: it wakes the next if it leaves something.
call('HDEL', META, 'paused')
PAUSED = false
wake()
return 1
