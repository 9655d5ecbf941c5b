def compute(e): raise NotImplementedError
def details(e): raise NotImplementedError
