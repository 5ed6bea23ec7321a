-- uses guard, wake
-- Signals one worker: it wakes the next if it leaves something.
call('HDEL', META, 'paused')
wake()
return 1
