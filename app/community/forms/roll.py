"""What is asked about a sheet of the roll."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext
from wtforms import BooleanField, FileField, HiddenField, IntegerField, SelectField, TextAreaField
from wtforms.validators import Length, NumberRange

from app.community.models import Compound, Grid
from app.community.roll.comparing import Choices
from app.web.forms import Form, options

MOST_PASTED = 300_000  # characters: Chinese ones take three bytes, and a field of a form a mebibyte at most


class ChoicesForm(Form):
    """What holds for the lines that leave it out."""

    estimate = IntegerField(
        lazy_gettext("Adults in a household, where the sheet says none"), [NumberRange(0, 9)], default=2
    )
    grid = SelectField(lazy_gettext("Doors without a grid lie in"))
    compound = SelectField(lazy_gettext("Doors without a compound lie in"))
    same = BooleanField(lazy_gettext("All of them lie in the one compound we have so far"))

    @classmethod
    def of(cls, kept: Sequence[Any]) -> "ChoicesForm":
        return cls(formdata=None, data=Choices(*kept)._asdict())

    def offer(self, grids: Sequence[Grid], compounds: Sequence[Compound]) -> None:
        """Ask only what there is a choice of."""
        self.grid.choices = options([("", lazy_gettext("not said")), *((one.name, one.name) for one in grids)])
        self.compound.choices = options([("", lazy_gettext("not said")), *((one.name, one.name) for one in compounds)])
        if len(grids) < 2:
            del self.grid
        if compounds:
            del self.same
        else:
            del self.compound

    def choices(self) -> Choices:
        given = {name: self[name].data for name in ("grid", "compound", "same") if name in self}
        return Choices(estimate=2 if self.estimate.data is None else self.estimate.data, **given)


class RollForm(ChoicesForm):
    file = FileField(lazy_gettext("File"), render_kw={"accept": ".xlsx,.xlsm,.csv,.txt,.tsv"})
    pasted = TextAreaField(lazy_gettext("Or paste the cells, header and all"), [Length(max=MOST_PASTED)])


class SeenForm(Form):
    seen = HiddenField()
