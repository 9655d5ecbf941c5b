"""Who may do what: acts in office."""

from app import access
from app.access import Permission
from app.access.conditions import committee, supervision


class P(access.P):
    AUDIT_READ = Permission("read the record of acts in office", [[committee], [supervision]])
