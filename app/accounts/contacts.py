"""A phone number or an e-mail address as typed, made one and the same each time."""

import unicodedata
from dataclasses import dataclass

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from phonenumbers import PhoneNumberType

from app.core import encryption
from app.core.refusal import N_, Refused

NO_MESSAGES = N_(
    "Text messages do not reach this number: it is a landline or a service number. "
    "Please type a mobile number or an e-mail address. If you have neither, please call the committee or write to it."
)


@dataclass(frozen=True)
class Contact:
    """`channel` is "phone" or "email", `value` E.164 or a lower-cased address."""

    channel: str
    value: str

    @property
    def index(self) -> bytes:
        """The blind index it is found by."""
        return encryption.blind_index(self.value, f"contact.{self.channel}")

    @property
    def masked(self) -> str:
        """+86 138****0000, or a***@example.org."""
        if self.channel == "phone":
            number = phonenumbers.parse(self.value)
            written = str(number.national_number)
            return f"+{number.country_code} {written[:-8]}****{written[-4:]}"
        name, host = self.value.split("@")
        return f"{name[0]}***@{host}"


def read(typed: str, region: str) -> Contact:
    """What was typed, full-width digits included; refuses what is neither a phone number nor an e-mail address."""
    text = unicodedata.normalize("NFKC", typed).strip()
    return _email(text) if "@" in text else _phone(text, region)


def _email(text: str) -> Contact:
    try:
        found = validate_email(text, check_deliverability=False, allow_smtputf8=False)  # few servers take the others
        return Contact("email", found.normalized.lower())
    except EmailNotValidError:
        raise Refused(N_("This does not look like an e-mail address. Please check it."), status=422) from None


MESSAGES_REACH = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}  # the latter: where numbers do not tell


def _phone(text: str, region: str) -> Contact:
    """A number that text messages reach; a bare one is read as one of this region ("CN")."""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        raise Refused(N_("This does not look like a phone number or e-mail address. Please check it."), status=422)
    if phonenumbers.number_type(number) not in MESSAGES_REACH:
        raise Refused(NO_MESSAGES, status=422)
    return Contact("phone", phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
