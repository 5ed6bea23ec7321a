-- uses flows
return call('EXISTS', look)
