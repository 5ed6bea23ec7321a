-- Answers the names of all schedules of the queue.
return call('HKEYS', SCHEDULE_STATES)
