"""Pages."""

from flask import Blueprint

bp = Blueprint("oversight", __name__)
