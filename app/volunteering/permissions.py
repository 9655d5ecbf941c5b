"""Who may do what: shifts."""

from app import access
from app.access import Permission
from app.access.conditions import committee, grid_worker, organises_it, receives_it, verified
from app.core.refusal import N_


class P(access.P):
    SHIFT_ORGANISE = Permission("post shifts", [[committee], [grid_worker]])
    # whoever organised it may no longer, once their office has ended
    SHIFT_ATTENDANCE = Permission("mark who came", [[organises_it, grid_worker], [committee]])
    SHIFT_SIGN_UP = Permission(
        "sign up for a shift",
        [[verified]],
        N_("Shifts are open to verified members. If you live here, please join first."),
        purpose=N_("Sign in to help"),
    )
    SHIFT_CONFIRM = Permission("say whether it helped", [[receives_it]])
