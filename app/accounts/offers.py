"""What this feature gives to others: accounts: signing in and my page."""

from app.accounts import views
from app.core.registry import Offers

OFFERS = Offers(
    blueprints=(views.bp,),
    pages={"sign_in": "accounts.sign_in"},
)
