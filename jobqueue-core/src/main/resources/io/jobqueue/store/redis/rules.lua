-- Answers the rules of the queue, '' if it has none.
return { call('HGET', META, 'rules') or '' }
