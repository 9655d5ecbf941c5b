"""stub"""
COUNTED = ()
def ratings(): return None
