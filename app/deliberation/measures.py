"""stub"""
COUNTED = ()
def breadth(): return {}
def rates(now): return {}
