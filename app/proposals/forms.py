"""What is typed to ask, propose and answer."""

from flask_babel import lazy_gettext
from wtforms import BooleanField, DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from app.community.scope import ScopeKind
from app.proposals.models import AnswerKind, Category
from app.web.forms import CreatingForm, options

CATEGORIES = options(
    [
        (Category.OTHER.value, lazy_gettext("Something else")),
        (Category.LAMP.value, lazy_gettext("Light")),
        (Category.PARKING.value, lazy_gettext("Parking")),
        (Category.CHARGING.value, lazy_gettext("Charging")),
        (Category.LIFT.value, lazy_gettext("Lift")),
        (Category.GARBAGE.value, lazy_gettext("Waste")),
        (Category.FUND.value, lazy_gettext("Money for all")),
        (Category.FLOOD.value, lazy_gettext("Flood")),
        (Category.PATH.value, lazy_gettext("Path")),
        (Category.WATER.value, lazy_gettext("Water")),
    ]
)


class RequestForm(CreatingForm):
    title = StringField(
        lazy_gettext("What is it?"), [InputRequired(lazy_gettext("One sentence is enough.")), Length(max=60)]
    )
    place = StringField(lazy_gettext("Where?"), [Length(max=60)])
    text = TextAreaField(lazy_gettext("Anything else?"), [Length(max=2000)])
    category = SelectField(lazy_gettext("What is it about?"), choices=CATEGORIES)
    private = BooleanField(lazy_gettext("Only the committee may see this"))
    sensitive = BooleanField(  # a consent of its own, where there is something to consent to
        lazy_gettext(
            "It speaks of health, faith, money or family: I agree that those in office read and keep it for this matter"
        )
    )


class ProposalForm(CreatingForm):
    title = StringField(
        lazy_gettext("What should be done?"),
        [InputRequired(lazy_gettext("Please say what should be done.")), Length(max=60)],
    )
    text = TextAreaField(
        lazy_gettext("Why, and where?"), [InputRequired(lazy_gettext("Please say why.")), Length(max=2000)]
    )
    place = StringField(lazy_gettext("Place"), [Length(max=60)])
    category = SelectField(lazy_gettext("What is it about?"), choices=CATEGORIES)
    scope = SelectField(lazy_gettext("Whom does it concern?"), default=ScopeKind.COMMUNITY.value)


class AnswerForm(CreatingForm):
    kind = RadioField(
        lazy_gettext("Your answer"), [InputRequired(lazy_gettext("Please choose."))],
        choices=options([
            (AnswerKind.ACCEPT.value, lazy_gettext("Accept, with the steps")),
            (AnswerKind.TRANSFER.value, lazy_gettext("Pass on to the body in charge")),
            (AnswerKind.REFUSE.value, lazy_gettext("Decline, with the basis")),
        ]),
    )  # fmt: skip
    text = TextAreaField(
        lazy_gettext("In words the author understands"),
        [InputRequired(lazy_gettext("Please write the answer.")), Length(max=2000)],
    )
    body = SelectField(lazy_gettext("Which body? (when passing on)"), validate_choice=False)
    due = DateField(lazy_gettext("Done by (when accepting)"), [Optional()])


class DateForm(CreatingForm):
    day = DateField(lazy_gettext("Which day?"), [InputRequired(lazy_gettext("Please choose the day."))])


class WordsForm(CreatingForm):
    text = TextAreaField(
        lazy_gettext("In your words"), [InputRequired(lazy_gettext("Please write a sentence.")), Length(max=500)]
    )
