import re
from tests.test_pages import *
from tests.test_pages import village
def test_all(app, make, village):
    region, community, people, rows = village
    bad=set()
    for role in ROLES:
        b = make.browser(people[role], community, locale="en")
        for ep, ad in addresses(app, region, community, rows):
            try:
                r = b.get(ad)
                if r.status_code not in (200,303,403,404,409,410,401): bad.add((ep, r.status_code))
            except AssertionError as e: bad.add((ep, str(e)[:150]))
    for x in sorted(bad): print("BAD", x)
