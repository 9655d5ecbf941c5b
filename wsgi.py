"""The door for the server and for `flask --app wsgi`.

While the product is loaded nothing of it is thrown away: looking for what could be costs a quarter of the start.
"""

import gc

gc.disable()
from app import create_app  # noqa: E402
from config import from_environment  # noqa: E402

app = create_app(from_environment())
gc.freeze()  # and it is not looked through later
gc.enable()
