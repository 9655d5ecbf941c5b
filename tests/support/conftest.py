"""What lies in toy/ is tried in a copy of the tree (tests/test_new_feature.py), not here."""

collect_ignore = ["toy"]
