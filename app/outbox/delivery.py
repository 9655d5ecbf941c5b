def send_due(limit=50): return 0
