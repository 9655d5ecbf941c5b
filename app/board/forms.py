"""What is typed to post a notice."""

from flask import g
from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, DateField, RadioField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length, Optional

from app.board.models import NoticeKind
from app.community.operations import today
from app.web.forms import CreatingForm, options


class NoticeForm(CreatingForm):
    title = StringField(lazy_gettext("Title"), [InputRequired(lazy_gettext("Please give it a title.")), Length(max=60)])
    text = TextAreaField(
        lazy_gettext("Text"), [InputRequired(lazy_gettext("Please write the text.")), Length(max=4000)]
    )
    kind = RadioField(
        lazy_gettext("What is it?"),
        choices=options(
            [
                (NoticeKind.NOTICE.value, lazy_gettext("Notice")),
                (NoticeKind.DISCLOSURE.value, lazy_gettext("Disclosure of affairs or accounts")),
                (NoticeKind.EVENT.value, lazy_gettext("Event")),
            ]
        ),
        default=NoticeKind.NOTICE.value,
    )
    until = DateField(lazy_gettext("Until"), [Optional()])
    pinned = BooleanField(lazy_gettext("Keep on top"))

    def validate_until(self, field: DateField) -> None:
        if field.data and field.data < today(g.community):
            raise ValidationError(gettext("This day is over. Please choose a day from today on, or leave it empty."))
