-- The flows of the namespace: when maintenance looks at them, until when those that have ended are kept, and all of them.
local look, kept, all = KEYS[EXTRA + 1], KEYS[EXTRA + 2], KEYS[EXTRA + 3]
