"""Every table of the first release, with its grants and policies on PostgreSQL."""

import sqlalchemy as sa
from alembic import context, op

from tenants import columns, rls

revision = "0001"
down_revision = None

OWNED = (
    "answer",
    "appeal",
    "audit_entry",
    "ballot",
    "commitment",
    "commitment_event",
    "compound",
    "confirmation",
    "counter",
    "delivery",
    "delivery_choice",
    "elector",
    "endorsement",
    "grid",
    "household",
    "invitation",
    "job",
    "joined_report",
    "listing",
    "membership",
    "notice",
    "notification",
    "organisation",
    "participation",
    "place",
    "poll",
    "poll_option",
    "poll_result",
    "post",
    "post_term",
    "proposal",
    "proposal_event",
    "rating_ask",
    "rating_figure",
    "rating_round",
    "reaction",
    "report",
    "roll_sheet",
    "ruling",
    "score_dirty",
    "score_evidence",
    "score_snapshot",
    "shift",
    "sign_up",
    "statement",
    "submission",
    "suspension",
    "transfer",
    "verification",
    "view_log",
)
APPEND_ONLY = (
    "audit_entry",
    "commitment_event",
    "proposal_event",
    "view_log",
)
PUBLISHED = (
    "listing",
    "score_snapshot",
    "suspension",
    "transfer",
    "view_log",
)
ACROSS = {
    "delivery": (
        "community_id",
        "id",
        "channel",
        "state",
        "due_at",
        "leased_until",
        "tries",
    ),
    "job": (
        "community_id",
        "id",
        "kind",
        "state",
        "due_at",
        "leased_until",
        "tries",
        "error",
    ),
    "listing": (
        "community_id",
        "region_path",
        "slug",
        "name",
        "kind",
        "households",
        "opened_at",
        "suspended_at",
    ),
    "poll": (
        "community_id",
        "state",
        "closes_at",
        "closing_step",
    ),
    "rating_round": (
        "community_id",
        "state",
        "closes_at",
        "closing_step",
    ),
    "score_dirty": ("community_id",),
}
UNMEASURED = {
    "elector": ("sealed",),
    "rating_ask": (
        "token",
        "sealed",
    ),
    "rating_round": ("roster",),
}
SHARED = (
    "account",
    "account_community",
    "account_message",
    "appointment",
    "body",
    "code_contact",
    "code_request",
    "community",
    "consent",
    "former_slug",
    "instance",
    "login_session",
    "rate_count",
    "region",
    "region_entry",
    "region_office",
    "sign_in_code",
)
ABOVE = ("region", "community")


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("display_name", sa.String(length=40), nullable=False),
        sa.Column("locale", sa.String(length=10), nullable=True),
        sa.Column("text_size", sa.String(length=10), nullable=True),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("phone_index", sa.LargeBinary(length=32), nullable=True),
        sa.Column("email", sa.LargeBinary(), nullable=True),
        sa.Column("email_index", sa.LargeBinary(length=32), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", columns.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email_index", name=op.f("uq_account_email_index")),
        sa.UniqueConstraint("phone_index", name=op.f("uq_account_phone_index")),
    )
    op.create_table(
        "account_community",
        sa.Column("account_id", columns.Id(), nullable=False),
        sa.Column("community_id", columns.Id(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("since", columns.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "community_id", name=op.f("pk_account_community")),
    )
    op.create_index(op.f("ix_account_community_community_id"), "account_community", ["community_id"], unique=False)
    op.create_table(
        "account_message",
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("locale", sa.String(length=10), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=True),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("expires_at", columns.Instant(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("due_at", columns.Instant(), nullable=False),
        sa.Column("leased_until", columns.Instant(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(length=300), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_message")),
    )
    op.create_index(
        op.f("ix_account_message_channel_state_due_at"), "account_message", ["channel", "state", "due_at"], unique=False
    )
    op.create_table(
        "appointment",
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("region_id", columns.Id(), nullable=True),
        sa.Column("community_id", columns.Id(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("contact", sa.LargeBinary(), nullable=False),
        sa.Column("contact_index", sa.LargeBinary(length=32), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("made_by", columns.Id(), nullable=True),
        sa.Column("created_at", columns.Instant(), nullable=False),
        sa.Column("expires_at", columns.Instant(), nullable=False),
        sa.Column("used_at", columns.Instant(), nullable=True),
        sa.Column("ended_at", columns.Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
    )
    op.create_index(
        op.f("ix_appointment_contact_index"), "appointment", ["community_id", "contact_index"], unique=False
    )
    op.create_index(op.f("ix_appointment_expires_at"), "appointment", ["expires_at"], unique=False)
    op.create_index(
        op.f("ix_appointment_region_id_contact_index"), "appointment", ["region_id", "contact_index"], unique=False
    )
    op.create_table(
        "body",
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("region_id", columns.Id(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("since", columns.Instant(), nullable=False),
        sa.Column("until", columns.Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body")),
        sa.UniqueConstraint("region_id", "code", name=op.f("uq_body_region_id_code")),
    )
    op.create_index(op.f("ix_body_region_id"), "body", ["region_id"], unique=False)
    op.create_table(
        "code_contact",
        sa.Column("contact_index", sa.LargeBinary(length=32), nullable=False),
        sa.Column("asked_at", columns.Instant(), nullable=False),
        sa.Column("long_until", columns.Instant(), nullable=True),
        sa.PrimaryKeyConstraint("contact_index", name=op.f("pk_code_contact")),
    )
    op.create_table(
        "code_request",
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("contact_index", sa.LargeBinary(length=32), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("contact", sa.LargeBinary(), nullable=False),
        sa.Column("sent", sa.Boolean(), nullable=False),
        sa.Column("again_at", columns.Instant(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("created_at", columns.Instant(), nullable=False),
        sa.Column("expires_at", columns.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_request")),
    )
    op.create_index(op.f("ix_code_request_contact_index"), "code_request", ["contact_index"], unique=False)
    op.create_index(op.f("ix_code_request_expires_at"), "code_request", ["expires_at"], unique=False)
    op.create_table(
        "former_slug",
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("community_id", columns.Id(), nullable=False),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_former_slug")),
    )
    op.create_index(op.f("ix_former_slug_community_id"), "former_slug", ["community_id"], unique=False)
    op.create_table(
        "instance",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", columns.document(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_instance")),
    )
    op.create_table(
        "rate_count",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_rate_count")),
    )
    op.create_index(op.f("ix_rate_count_expires_at"), "rate_count", ["expires_at"], unique=False)
    op.create_table(
        "region",
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("found_by", sa.String(length=700), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("parent_id", columns.Id(), nullable=True),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("profile", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["region.id"], name=op.f("fk_region_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_region")),
        sa.UniqueConstraint("code", name=op.f("uq_region_code")),
        sa.UniqueConstraint("path", name=op.f("uq_region_path")),
    )
    op.create_index(op.f("ix_region_parent_id"), "region", ["parent_id"], unique=False)
    op.create_table(
        "region_entry",
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("region_id", columns.Id(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("account_id", columns.Id(), nullable=False),
        sa.Column("office", sa.String(length=80), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("details", columns.document(), nullable=False),
        sa.Column("at", columns.Instant(), nullable=False),
        sa.Column("previous_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_region_entry")),
        sa.UniqueConstraint("region_id", "number", name=op.f("uq_region_entry_region_id_number")),
    )
    op.create_table(
        "region_office",
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("account_id", columns.Id(), nullable=False),
        sa.Column("region_id", columns.Id(), nullable=False),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("since", columns.Instant(), nullable=False),
        sa.Column("until", columns.Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_region_office")),
        sa.UniqueConstraint(
            "account_id", "region_id", "since", name=op.f("uq_region_office_account_id_region_id_since")
        ),
    )
    op.create_index(op.f("ix_region_office_account_id"), "region_office", ["account_id"], unique=False)
    op.create_index(op.f("ix_region_office_region_id"), "region_office", ["region_id"], unique=False)
    op.create_table(
        "sign_in_code",
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("contact_index", sa.LargeBinary(length=32), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("created_at", columns.Instant(), nullable=False),
        sa.Column("expires_at", columns.Instant(), nullable=False),
        sa.Column("used_at", columns.Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_code")),
    )
    op.create_index(op.f("ix_sign_in_code_contact_index"), "sign_in_code", ["contact_index"], unique=False)
    op.create_index(op.f("ix_sign_in_code_expires_at"), "sign_in_code", ["expires_at"], unique=False)
    op.create_table(
        "community",
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("found_by", sa.String(length=800), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("region_id", columns.Id(), nullable=False),
        sa.Column("region_path", sa.String(length=200), nullable=False),
        sa.Column("profile", sa.String(length=20), nullable=False),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("members_only", sa.Boolean(), nullable=False),
        sa.Column("check_first", sa.Boolean(), nullable=False),
        sa.Column("rules_text", sa.Text(), nullable=True),
        sa.Column("rules_adopted_on", sa.Date(), nullable=True),
        sa.Column("rules_quorum", columns.document(), nullable=True),
        sa.Column("rules_threshold", columns.document(), nullable=True),
        sa.Column("score_version", sa.String(length=20), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", columns.Instant(), nullable=False),
        sa.Column("opened_at", columns.Instant(), nullable=True),
        sa.Column("began_at", columns.Instant(), nullable=True),
        sa.Column("suspended_at", columns.Instant(), nullable=True),
        sa.Column("closed_at", columns.Instant(), nullable=True),
        sa.Column("standing_reason", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_community_region_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_community")),
        sa.UniqueConstraint("code", name=op.f("uq_community_code")),
        sa.UniqueConstraint("slug", name=op.f("uq_community_slug")),
    )
    op.create_index(op.f("ix_community_region_id"), "community", ["region_id"], unique=False)
    op.create_index("ix_community_region_path", "community", ["region_path", "name", "id"], unique=False)
    op.create_table(
        "consent",
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("account_id", columns.Id(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.Column("locale", sa.String(length=10), nullable=False),
        sa.Column("agreed_at", columns.Instant(), nullable=False),
        sa.Column("withdrawn_at", columns.Instant(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_consent_account_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index(op.f("ix_consent_account_id"), "consent", ["account_id"], unique=False)
    op.create_table(
        "login_session",
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("account_id", columns.Id(), nullable=False),
        sa.Column("device", sa.String(length=80), nullable=False),
        sa.Column("created_at", columns.Instant(), nullable=False),
        sa.Column("expires_at", columns.Instant(), nullable=False),
        sa.Column("ended_at", columns.Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_login_session_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_session")),
    )
    op.create_index(op.f("ix_login_session_account_id"), "login_session", ["account_id"], unique=False)
    op.create_table(
        "audit_entry",
        sa.Column("community_id", columns.Id(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("membership_id", columns.Id(), nullable=True),
        sa.Column("office", sa.String(length=40), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("subject_kind", sa.String(length=30), nullable=False),
        sa.Column("subject_id", columns.Id(), nullable=True),
        sa.Column("details", columns.document(), nullable=False),
        sa.Column("at", columns.Instant(), nullable=False),
        sa.Column("previous_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_audit_entry_community_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("community_id", "number", name=op.f("uq_audit_entry_number")),
    )
    op.create_index(op.f("ix_audit_entry_subject_id"), "audit_entry", ["community_id", "subject_id"], unique=False)
    op.create_table(
        "counter",
        sa.Column("community_id", columns.Id(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_counter_community_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("community_id", "kind", name=op.f("pk_counter")),
    )
    op.create_table(
        "delivery_choice",
        sa.Column("community_id", columns.Id(), nullable=False),
        sa.Column("membership_id", columns.Id(), nullable=False),
        sa.Column("topic", sa.String(length=24), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_delivery_choice_community_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("community_id", "membership_id", "topic", "channel", name=op.f("pk_delivery_choice")),
    )
    op.create_table(
        "grid",
        sa.Column("community_id", columns.Id(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("households", sa.Integer(), nullable=False),
        sa.Column("adults", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_grid_community_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_grid")),
        sa.UniqueConstraint("community_id", "name", name=op.f("uq_grid_name")),
    )
    op.create_table(
        "job",
        sa.Column("community_id", columns.Id(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("payload", columns.document(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("due_at", columns.Instant(), nullable=False),
        sa.Column("leased_until", columns.Instant(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_job_community_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_job")),
    )
    op.create_index(op.f("ix_job_state_due_at"), "job", ["community_id", "state", "due_at"], unique=False)
    op.create_table(
        "listing",
        sa.Column("community_id", columns.Id(), nullable=False),
        sa.Column("region_path", sa.String(length=200), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("households", sa.Integer(), nullable=False),
        sa.Column("opened_at", columns.Instant(), nullable=True),
        sa.Column("suspended_at", columns.Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_listing_community_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("community_id", name=op.f("pk_listing")),
    )
    op.create_index("ix_listing_region_path", "listing", ["region_path", "name", "community_id"], unique=False)
    op.create_table(
        "notification",
        sa.Column("community_id", columns.Id(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("membership_id", columns.Id(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject_number", sa.Integer(), nullable=True),
        sa.Column("values", columns.document(), nullable=False),
        sa.Column("created_at", columns.Instant(), nullable=False),
        sa.Column("read_at", columns.Instant(), nullable=True),
        sa.Column("withheld", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_notification_community_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_notification")),
    )
    op.create_index(
        op.f("ix_notification_membership_id_id"), "notification", ["community_id", "membership_id", "id"], unique=False
    )
    op.create_table(
        "organisation",
        sa.Column("community_id", columns.Id(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_organisation_community_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("community_id", "name", name=op.f("uq_organisation_name")),
    )
    op.create_table(
        "rating_round",
        sa.Column("community_id", columns.Id(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("opens_at", columns.Instant(), nullable=False),
        sa.Column("closes_at", columns.Instant(), nullable=False),
        sa.Column("quarter", sa.String(length=6), nullable=False),
        sa.Column("seed_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("roster", sa.LargeBinary(), nullable=True),
        sa.Column("draw_found", sa.String(length=24), nullable=True),
        sa.Column("invited", sa.Integer(), nullable=False),
        sa.Column("answered_band", sa.String(length=12), nullable=False),
        sa.Column("seal_public", sa.LargeBinary(length=32), nullable=True),
        sa.Column("closing_step", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.String(length=24), nullable=True),
        sa.Column("counted_at", columns.Instant(), nullable=True),
        sa.Column("created_at", columns.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_rating_round_community_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_rating_round")),
        sa.UniqueConstraint("community_id", "number", name=op.f("uq_rating_round_number")),
    )
    op.create_index(
        op.f("ix_rating_round_state_closes_at"), "rating_round", ["community_id", "state", "closes_at"], unique=False
    )
    op.create_table(
        "score_dirty",
        sa.Column("community_id", columns.Id(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_score_dirty_community_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_score_dirty")),
    )
    op.create_table(
        "score_evidence",
        sa.Column("community_id", columns.Id(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("period", sa.String(length=6), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("evidence", columns.document(), nullable=False),
        sa.Column("computed_at", columns.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_score_evidence_community_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_score_evidence")),
        sa.UniqueConstraint("community_id", "period", "turn", name=op.f("uq_score_evidence_period_turn")),
    )
    op.create_table(
        "score_snapshot",
        sa.Column("community_id", columns.Id(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("region_path", sa.String(length=200), nullable=False),
        sa.Column("period", sa.String(length=6), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("short", sa.Boolean(), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("low", sa.Double(), nullable=True),
        sa.Column("high", sa.Double(), nullable=True),
        sa.Column("own", sa.Double(), nullable=True),
        sa.Column("evidence", sa.Double(), nullable=False),
        sa.Column("pillars", columns.document(), nullable=False),
        sa.Column("indicators", columns.document(), nullable=False),
        sa.Column("households", sa.Integer(), nullable=False),
        sa.Column("correction_reason", sa.String(length=300), nullable=False),
        sa.Column("computed_at", columns.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_score_snapshot_community_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_score_snapshot")),
        sa.UniqueConstraint("community_id", "period", "turn", name=op.f("uq_score_snapshot_period_turn")),
    )
    op.create_index("ix_score_snapshot_region", "score_snapshot", ["region_path", "period"], unique=False)
    op.create_table(
        "submission",
        sa.Column("community_id", columns.Id(), nullable=False),
        sa.Column("account_id", columns.Id(), nullable=False),
        sa.Column("key", columns.Id(), nullable=False),
        sa.Column("then", sa.String(length=300), nullable=False),
        sa.Column("at", columns.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_submission_community_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("community_id", "account_id", "key", name=op.f("pk_submission")),
    )
    op.create_table(
        "suspension",
        sa.Column("community_id", columns.Id(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("region_path", sa.String(length=200), nullable=False),
        sa.Column("since", columns.Instant(), nullable=False),
        sa.Column("until", columns.Instant(), nullable=True),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("by", sa.String(length=160), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_suspension_community_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_suspension")),
    )
    op.create_index(op.f("ix_suspension_since"), "suspension", ["community_id", "since"], unique=False)
    op.create_table(
        "view_log",
        sa.Column("community_id", columns.Id(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("region_path", sa.String(length=200), nullable=False),
        sa.Column("region_code", sa.String(length=40), nullable=False),
        sa.Column("region_name", sa.String(length=80), nullable=False),
        sa.Column("office", sa.String(length=80), nullable=False),
        sa.Column("account_id", columns.Id(), nullable=False),
        sa.Column("at", columns.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_view_log_community_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_view_log")),
    )
    op.create_index(op.f("ix_view_log_at_id"), "view_log", ["community_id", "at", "id"], unique=False)
    op.create_table(
        "compound",
        sa.Column("community_id", columns.Id(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("manager_id", columns.Id(), nullable=True),
        sa.Column("owners_committee_id", columns.Id(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id", "manager_id"],
            ["organisation.community_id", "organisation.id"],
            name=op.f("fk_compound_manager_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "owners_committee_id"],
            ["organisation.community_id", "organisation.id"],
            name=op.f("fk_compound_owners_committee_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_compound")),
        sa.UniqueConstraint("community_id", "name", name=op.f("uq_compound_name")),
    )
    op.create_index(op.f("ix_compound_manager_id"), "compound", ["community_id", "manager_id"], unique=False)
    op.create_index(
        op.f("ix_compound_owners_committee_id"), "compound", ["community_id", "owners_committee_id"], unique=False
    )
    op.create_table(
        "delivery",
        sa.Column("community_id", columns.Id(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("notification_id", columns.Id(), nullable=False),
        sa.Column("membership_id", columns.Id(), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("expires_at", columns.Instant(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("due_at", columns.Instant(), nullable=False),
        sa.Column("leased_until", columns.Instant(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id", "notification_id"],
            ["notification.community_id", "notification.id"],
            name=op.f("fk_delivery_notification_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_delivery")),
    )
    op.create_index(
        op.f("ix_delivery_channel_state_due_at"),
        "delivery",
        ["community_id", "channel", "state", "due_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_delivery_membership_id_channel_due_at"),
        "delivery",
        ["community_id", "membership_id", "channel", "due_at"],
        unique=False,
    )
    op.create_index(op.f("ix_delivery_notification_id"), "delivery", ["community_id", "notification_id"], unique=False)
    op.create_table(
        "place",
        sa.Column("community_id", columns.Id(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("grid_id", columns.Id(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id", "grid_id"],
            ["grid.community_id", "grid.id"],
            name=op.f("fk_place_grid_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_place")),
        sa.UniqueConstraint("community_id", "name", name=op.f("uq_place_name")),
    )
    op.create_index(op.f("ix_place_grid_id"), "place", ["community_id", "grid_id"], unique=False)
    op.create_table(
        "post",
        sa.Column("community_id", columns.Id(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("elected", sa.Boolean(), nullable=False),
        sa.Column("grid_id", columns.Id(), nullable=True),
        sa.Column("organisation_id", columns.Id(), nullable=True),
        sa.Column("duty", sa.String(length=200), nullable=False),
        sa.Column("hours", sa.String(length=80), nullable=False),
        sa.Column("contact", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "grid_id"],
            ["grid.community_id", "grid.id"],
            name=op.f("fk_post_grid_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "organisation_id"],
            ["organisation.community_id", "organisation.id"],
            name=op.f("fk_post_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_post")),
    )
    op.create_index(op.f("ix_post_grid_id"), "post", ["community_id", "grid_id"], unique=False)
    op.create_index(op.f("ix_post_organisation_id"), "post", ["community_id", "organisation_id"], unique=False)
    op.create_index(op.f("ix_post_position"), "post", ["community_id", "position"], unique=False)
    op.create_table(
        "rating_ask",
        sa.Column("community_id", columns.Id(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("round_id", columns.Id(), nullable=False),
        sa.Column("token", sa.LargeBinary(length=32), nullable=False),
        sa.Column("grid_id", columns.Id(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id", "grid_id"],
            ["grid.community_id", "grid.id"],
            name=op.f("fk_rating_ask_grid_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "round_id"],
            ["rating_round.community_id", "rating_round.id"],
            name=op.f("fk_rating_ask_round_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_rating_ask")),
        sa.UniqueConstraint("community_id", "round_id", "token", name=op.f("uq_rating_ask_round_id_token")),
    )
    op.create_index(op.f("ix_rating_ask_grid_id"), "rating_ask", ["community_id", "grid_id"], unique=False)
    op.create_index(op.f("ix_rating_ask_round_id"), "rating_ask", ["community_id", "round_id"], unique=False)
    op.create_table(
        "rating_figure",
        sa.Column("community_id", columns.Id(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("round_id", columns.Id(), nullable=False),
        sa.Column("question", sa.Integer(), nullable=False),
        sa.Column("grid_id", columns.Id(), nullable=True),
        sa.Column("post_id", columns.Id(), nullable=True),
        sa.Column("figure", columns.document(), nullable=False),
        sa.Column("weighted", sa.Double(), nullable=True),
        sa.Column("quarter", sa.String(length=6), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "grid_id"],
            ["grid.community_id", "grid.id"],
            name=op.f("fk_rating_figure_grid_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "round_id"],
            ["rating_round.community_id", "rating_round.id"],
            name=op.f("fk_rating_figure_round_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_rating_figure")),
        sa.UniqueConstraint(
            "community_id",
            "round_id",
            "question",
            "grid_id",
            "post_id",
            name=op.f("uq_rating_figure_round_id_question_grid_id_post_id"),
        ),
    )
    op.create_index(op.f("ix_rating_figure_grid_id"), "rating_figure", ["community_id", "grid_id"], unique=False)
    op.create_index(op.f("ix_rating_figure_round_id"), "rating_figure", ["community_id", "round_id"], unique=False)
    op.create_table(
        "household",
        sa.Column("community_id", columns.Id(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("grid_id", columns.Id(), nullable=False),
        sa.Column("compound_id", columns.Id(), nullable=True),
        sa.Column("building", sa.String(length=20), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("room", sa.LargeBinary(), nullable=True),
        sa.Column("join_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("adults", sa.Integer(), nullable=False),
        sa.Column("adults_confirmed_at", columns.Instant(), nullable=True),
        sa.Column("adults_said_by", sa.String(length=24), nullable=True),
        sa.Column("tenure", sa.String(length=24), nullable=True),
        sa.Column("owned_area", sa.Integer(), nullable=True),
        sa.Column("closed_at", columns.Instant(), nullable=True),
        sa.Column("representative_id", columns.Id(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id", "compound_id"],
            ["compound.community_id", "compound.id"],
            name=op.f("fk_household_compound_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "grid_id"],
            ["grid.community_id", "grid.id"],
            name=op.f("fk_household_grid_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_household")),
        sa.UniqueConstraint("community_id", "join_hash", name=op.f("uq_household_join_hash")),
    )
    op.create_index(op.f("ix_household_building_unit"), "household", ["community_id", "building", "unit"], unique=False)
    op.create_index(op.f("ix_household_compound_id"), "household", ["community_id", "compound_id"], unique=False)
    op.create_index(op.f("ix_household_grid_id"), "household", ["community_id", "grid_id"], unique=False)
    op.create_table(
        "invitation",
        sa.Column("community_id", columns.Id(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("household_id", columns.Id(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("expires_at", columns.Instant(), nullable=False),
        sa.Column("created_by", columns.Id(), nullable=True),
        sa.Column("created_at", columns.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "household_id"],
            ["household.community_id", "household.id"],
            name=op.f("fk_invitation_household_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("community_id", "code_hash", name=op.f("uq_invitation_code_hash")),
    )
    op.create_index(op.f("ix_invitation_household_id"), "invitation", ["community_id", "household_id"], unique=False)
    op.create_table(
        "membership",
        sa.Column("community_id", columns.Id(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("account_id", columns.Id(), nullable=False),
        sa.Column("household_id", columns.Id(), nullable=True),
        sa.Column("grid_id", columns.Id(), nullable=True),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("found_by", sa.String(length=360), nullable=False),
        sa.Column("adult", sa.Boolean(), nullable=False),
        sa.Column("staff", sa.Boolean(), nullable=False),
        sa.Column("asked_place", sa.LargeBinary(), nullable=True),
        sa.Column("asked_at", columns.Instant(), nullable=True),
        sa.Column("asked_grid_id", columns.Id(), nullable=True),
        sa.Column("verify_due_at", columns.Instant(), nullable=True),
        sa.Column("verified_by", columns.Id(), nullable=True),
        sa.Column("verified_at", columns.Instant(), nullable=True),
        sa.Column("verified_how", sa.String(length=24), nullable=True),
        sa.Column("refused_at", columns.Instant(), nullable=True),
        sa.Column("refused_reason", sa.String(length=200), nullable=True),
        sa.Column("joined_at", columns.Instant(), nullable=False),
        sa.Column("former_household_id", columns.Id(), nullable=True),
        sa.Column("former_since", columns.Instant(), nullable=True),
        sa.Column("moved_at", columns.Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id", "grid_id"],
            ["grid.community_id", "grid.id"],
            name=op.f("fk_membership_grid_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "household_id"],
            ["household.community_id", "household.id"],
            name=op.f("fk_membership_household_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_membership")),
        sa.UniqueConstraint("community_id", "account_id", name=op.f("uq_membership_account_id")),
    )
    op.create_index(op.f("ix_membership_grid_id"), "membership", ["community_id", "grid_id"], unique=False)
    op.create_index(op.f("ix_membership_household_id"), "membership", ["community_id", "household_id"], unique=False)
    op.create_table(
        "commitment",
        sa.Column("community_id", columns.Id(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=80), nullable=False),
        sa.Column("origin", sa.String(length=24), nullable=False),
        sa.Column("subject_kind", sa.String(length=20), nullable=False),
        sa.Column("subject_id", columns.Id(), nullable=False),
        sa.Column("subject_number", sa.Integer(), nullable=False),
        sa.Column("one_persons", sa.Boolean(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("author_id", columns.Id(), nullable=True),
        sa.Column("author_household_id", columns.Id(), nullable=True),
        sa.Column("author_counts", sa.Boolean(), nullable=False),
        sa.Column("promised_by", sa.String(length=80), nullable=False),
        sa.Column("carried_by", sa.String(length=80), nullable=False),
        sa.Column("promised_at", columns.Instant(), nullable=False),
        sa.Column("due_at", columns.Instant(), nullable=False),
        sa.Column("dated", sa.Boolean(), nullable=False),
        sa.Column("quarter", sa.String(length=6), nullable=False),
        sa.Column("longer_asked_at", columns.Instant(), nullable=True),
        sa.Column("longer_until_at", columns.Instant(), nullable=True),
        sa.Column("longer_text", sa.String(length=500), nullable=False),
        sa.Column("longer_answered_at", columns.Instant(), nullable=True),
        sa.Column("extended_at", columns.Instant(), nullable=True),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("done_at", columns.Instant(), nullable=True),
        sa.Column("done_text", sa.Text(), nullable=False),
        sa.Column("confirm_by_at", columns.Instant(), nullable=True),
        sa.Column("reopened_at", columns.Instant(), nullable=True),
        sa.Column("ended_at", columns.Instant(), nullable=True),
        sa.Column("hidden_at", columns.Instant(), nullable=True),
        sa.Column("hidden_final_at", columns.Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id", "author_id"],
            ["membership.community_id", "membership.id"],
            name=op.f("fk_commitment_author_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_commitment")),
        sa.UniqueConstraint("community_id", "number", name=op.f("uq_commitment_number")),
    )
    op.create_index(op.f("ix_commitment_author_id"), "commitment", ["community_id", "author_id"], unique=False)
    op.create_index(op.f("ix_commitment_state_due_at"), "commitment", ["community_id", "state", "due_at"], unique=False)
    op.create_index(op.f("ix_commitment_subject_id"), "commitment", ["community_id", "subject_id"], unique=False)
    op.create_table(
        "notice",
        sa.Column("community_id", columns.Id(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author_id", columns.Id(), nullable=True),
        sa.Column("grid_id", columns.Id(), nullable=True),
        sa.Column("subject_kind", sa.String(length=20), nullable=True),
        sa.Column("subject_number", sa.Integer(), nullable=True),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("posted_at", columns.Instant(), nullable=False),
        sa.Column("until", columns.Instant(), nullable=True),
        sa.Column("hidden_at", columns.Instant(), nullable=True),
        sa.Column("hidden_final_at", columns.Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id", "author_id"],
            ["membership.community_id", "membership.id"],
            name=op.f("fk_notice_author_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "grid_id"],
            ["grid.community_id", "grid.id"],
            name=op.f("fk_notice_grid_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_notice")),
        sa.UniqueConstraint("community_id", "number", name=op.f("uq_notice_number")),
    )
    op.create_index(op.f("ix_notice_author_id"), "notice", ["community_id", "author_id"], unique=False)
    op.create_index(op.f("ix_notice_grid_id"), "notice", ["community_id", "grid_id"], unique=False)
    op.create_index(op.f("ix_notice_kind_number"), "notice", ["community_id", "kind", "number"], unique=False)
    op.create_index(op.f("ix_notice_posted_at_id"), "notice", ["community_id", "posted_at", "id"], unique=False)
    op.create_table(
        "post_term",
        sa.Column("community_id", columns.Id(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("membership_id", columns.Id(), nullable=False),
        sa.Column("post_id", columns.Id(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id", "membership_id"],
            ["membership.community_id", "membership.id"],
            name=op.f("fk_post_term_membership_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "post_id"],
            ["post.community_id", "post.id"],
            name=op.f("fk_post_term_post_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_post_term")),
    )
    op.create_index(op.f("ix_post_term_membership_id"), "post_term", ["community_id", "membership_id"], unique=False)
    op.create_index(op.f("ix_post_term_post_id"), "post_term", ["community_id", "post_id"], unique=False)
    op.create_table(
        "proposal",
        sa.Column("community_id", columns.Id(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("category", sa.String(length=24), nullable=False),
        sa.Column("place", sa.String(length=60), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("author_id", columns.Id(), nullable=False),
        sa.Column("author_household_id", columns.Id(), nullable=True),
        sa.Column("author_counts", sa.Boolean(), nullable=False),
        sa.Column("grid_id", columns.Id(), nullable=True),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("quarter", sa.String(length=6), nullable=False),
        sa.Column("created_at", columns.Instant(), nullable=False),
        sa.Column("visible_at", columns.Instant(), nullable=True),
        sa.Column("expires_at", columns.Instant(), nullable=True),
        sa.Column("text_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("endorsements", sa.Integer(), nullable=False),
        sa.Column("endorsements_needed", sa.Integer(), nullable=False),
        sa.Column("statements", sa.Integer(), nullable=False),
        sa.Column("against", sa.Integer(), nullable=False),
        sa.Column("households_spoke", sa.Integer(), nullable=False),
        sa.Column("endorsed_at", columns.Instant(), nullable=True),
        sa.Column("schedule_due_at", columns.Instant(), nullable=True),
        sa.Column("deliberation_closes_at", columns.Instant(), nullable=True),
        sa.Column("voting_until", columns.Instant(), nullable=True),
        sa.Column("to_supervision", sa.Boolean(), nullable=False),
        sa.Column("check_due_at", columns.Instant(), nullable=True),
        sa.Column("answer_due_at", columns.Instant(), nullable=True),
        sa.Column("answered_at", columns.Instant(), nullable=True),
        sa.Column("decided_by_poll", sa.Integer(), nullable=True),
        sa.Column("decided_at", columns.Instant(), nullable=True),
        sa.Column("promised_by_at", columns.Instant(), nullable=True),
        sa.Column("closed_at", columns.Instant(), nullable=True),
        sa.Column("waiting_above_since", columns.Instant(), nullable=True),
        sa.Column("waiting_above_until", columns.Instant(), nullable=True),
        sa.Column("scope_kind", sa.String(length=24), nullable=False),
        sa.Column("scope_grid_id", columns.Id(), nullable=True),
        sa.Column("scope_compound_id", columns.Id(), nullable=True),
        sa.Column("scope_building", sa.String(length=20), nullable=False),
        sa.Column("scope_entrance", sa.String(length=20), nullable=False),
        sa.Column("hidden_at", columns.Instant(), nullable=True),
        sa.Column("hidden_final_at", columns.Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id", "author_id"],
            ["membership.community_id", "membership.id"],
            name=op.f("fk_proposal_author_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "grid_id"],
            ["grid.community_id", "grid.id"],
            name=op.f("fk_proposal_grid_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "scope_compound_id"],
            ["compound.community_id", "compound.id"],
            name=op.f("fk_proposal_scope_compound_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "scope_grid_id"],
            ["grid.community_id", "grid.id"],
            name=op.f("fk_proposal_scope_grid_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_proposal")),
        sa.UniqueConstraint("community_id", "number", name=op.f("uq_proposal_number")),
    )
    op.create_index(op.f("ix_proposal_author_id"), "proposal", ["community_id", "author_id"], unique=False)
    op.create_index(op.f("ix_proposal_grid_id"), "proposal", ["community_id", "grid_id"], unique=False)
    op.create_index(op.f("ix_proposal_kind_number"), "proposal", ["community_id", "kind", "number"], unique=False)
    op.create_index(
        op.f("ix_proposal_scope_compound_id"), "proposal", ["community_id", "scope_compound_id"], unique=False
    )
    op.create_index(op.f("ix_proposal_scope_grid_id"), "proposal", ["community_id", "scope_grid_id"], unique=False)
    op.create_index(
        op.f("ix_proposal_state_answer_due_at"), "proposal", ["community_id", "state", "answer_due_at"], unique=False
    )
    op.create_table(
        "report",
        sa.Column("community_id", columns.Id(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("subject_kind", sa.String(length=20), nullable=False),
        sa.Column("subject_id", columns.Id(), nullable=False),
        sa.Column("rule", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("membership_id", columns.Id(), nullable=False),
        sa.Column("to_supervision", sa.Boolean(), nullable=False),
        sa.Column("due_at", columns.Instant(), nullable=False),
        sa.Column("created_at", columns.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "membership_id"],
            ["membership.community_id", "membership.id"],
            name=op.f("fk_report_membership_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_report")),
        sa.UniqueConstraint("community_id", "number", name=op.f("uq_report_number")),
    )
    op.create_index(op.f("ix_report_membership_id"), "report", ["community_id", "membership_id"], unique=False)
    op.create_index(op.f("ix_report_state_number"), "report", ["community_id", "state", "number"], unique=False)
    op.create_index(op.f("ix_report_subject_id"), "report", ["community_id", "subject_id"], unique=False)
    op.create_table(
        "roll_sheet",
        sa.Column("community_id", columns.Id(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("made_by", columns.Id(), nullable=False),
        sa.Column("made_at", columns.Instant(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("kept", sa.LargeBinary(), nullable=True),
        sa.Column("choices", columns.document(), nullable=False),
        sa.Column("counts", columns.document(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("finished_at", columns.Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id", "made_by"],
            ["membership.community_id", "membership.id"],
            name=op.f("fk_roll_sheet_made_by"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_roll_sheet")),
    )
    op.create_index(op.f("ix_roll_sheet_made_by"), "roll_sheet", ["community_id", "made_by"], unique=False)
    op.create_table(
        "verification",
        sa.Column("community_id", columns.Id(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("membership_id", columns.Id(), nullable=False),
        sa.Column("household_id", columns.Id(), nullable=False),
        sa.Column("how", sa.String(length=24), nullable=False),
        sa.Column("adult", sa.Boolean(), nullable=False),
        sa.Column("made_by", columns.Id(), nullable=True),
        sa.Column("made_at", columns.Instant(), nullable=False),
        sa.Column("counts_at", columns.Instant(), nullable=False),
        sa.Column("objected_by", columns.Id(), nullable=True),
        sa.Column("objected_at", columns.Instant(), nullable=True),
        sa.Column("objection", sa.LargeBinary(), nullable=True),
        sa.Column("settled_at", columns.Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id", "household_id"],
            ["household.community_id", "household.id"],
            name=op.f("fk_verification_household_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "membership_id"],
            ["membership.community_id", "membership.id"],
            name=op.f("fk_verification_membership_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_verification")),
    )
    op.create_index(
        op.f("ix_verification_household_id"), "verification", ["community_id", "household_id"], unique=False
    )
    op.create_index(
        op.f("ix_verification_membership_id"), "verification", ["community_id", "membership_id"], unique=False
    )
    op.create_index(
        op.f("ix_verification_settled_at_counts_at"),
        "verification",
        ["community_id", "settled_at", "counts_at"],
        unique=False,
    )
    op.create_table(
        "answer",
        sa.Column("community_id", columns.Id(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("proposal_id", columns.Id(), nullable=False),
        sa.Column("membership_id", columns.Id(), nullable=False),
        sa.Column("office", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("body", sa.String(length=80), nullable=False),
        sa.Column("taken_on_at", columns.Instant(), nullable=True),
        sa.Column("promised_by_at", columns.Instant(), nullable=True),
        sa.Column("in_time", sa.Boolean(), nullable=False),
        sa.Column("quarter", sa.String(length=6), nullable=False),
        sa.Column("created_at", columns.Instant(), nullable=False),
        sa.Column("sent_back_at", columns.Instant(), nullable=True),
        sa.Column("sent_back_text", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "membership_id"],
            ["membership.community_id", "membership.id"],
            name=op.f("fk_answer_membership_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "proposal_id"],
            ["proposal.community_id", "proposal.id"],
            name=op.f("fk_answer_proposal_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_answer")),
    )
    op.create_index(op.f("ix_answer_membership_id"), "answer", ["community_id", "membership_id"], unique=False)
    op.create_index(op.f("ix_answer_proposal_id"), "answer", ["community_id", "proposal_id"], unique=False)
    op.create_table(
        "commitment_event",
        sa.Column("community_id", columns.Id(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("commitment_id", columns.Id(), nullable=False),
        sa.Column("event", sa.String(length=24), nullable=False),
        sa.Column("office", sa.String(length=60), nullable=False),
        sa.Column("values", columns.document(), nullable=False),
        sa.Column("at", columns.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "commitment_id"],
            ["commitment.community_id", "commitment.id"],
            name=op.f("fk_commitment_event_commitment_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_commitment_event")),
    )
    op.create_index(
        op.f("ix_commitment_event_commitment_id"), "commitment_event", ["community_id", "commitment_id"], unique=False
    )
    op.create_table(
        "confirmation",
        sa.Column("community_id", columns.Id(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("commitment_id", columns.Id(), nullable=False),
        sa.Column("membership_id", columns.Id(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("fixed", sa.Boolean(), nullable=True),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("comment", sa.String(length=300), nullable=False),
        sa.Column("quarter", sa.String(length=6), nullable=False),
        sa.Column("asked_at", columns.Instant(), nullable=False),
        sa.Column("replied_at", columns.Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id", "commitment_id"],
            ["commitment.community_id", "commitment.id"],
            name=op.f("fk_confirmation_commitment_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "membership_id"],
            ["membership.community_id", "membership.id"],
            name=op.f("fk_confirmation_membership_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_confirmation")),
        sa.UniqueConstraint(
            "community_id",
            "commitment_id",
            "membership_id",
            "turn",
            name=op.f("uq_confirmation_commitment_id_membership_id_turn"),
        ),
    )
    op.create_index(
        op.f("ix_confirmation_commitment_id"), "confirmation", ["community_id", "commitment_id"], unique=False
    )
    op.create_index(
        op.f("ix_confirmation_membership_id"), "confirmation", ["community_id", "membership_id"], unique=False
    )
    op.create_table(
        "endorsement",
        sa.Column("community_id", columns.Id(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("proposal_id", columns.Id(), nullable=False),
        sa.Column("membership_id", columns.Id(), nullable=False),
        sa.Column("household_id", columns.Id(), nullable=True),
        sa.Column("grid_id", columns.Id(), nullable=True),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("quarter", sa.String(length=6), nullable=False),
        sa.Column("created_at", columns.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "membership_id"],
            ["membership.community_id", "membership.id"],
            name=op.f("fk_endorsement_membership_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "proposal_id"],
            ["proposal.community_id", "proposal.id"],
            name=op.f("fk_endorsement_proposal_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_endorsement")),
        sa.UniqueConstraint(
            "community_id", "proposal_id", "membership_id", name=op.f("uq_endorsement_proposal_id_membership_id")
        ),
    )
    op.create_index(
        op.f("ix_endorsement_membership_id"), "endorsement", ["community_id", "membership_id"], unique=False
    )
    op.create_index(op.f("ix_endorsement_proposal_id"), "endorsement", ["community_id", "proposal_id"], unique=False)
    op.create_table(
        "joined_report",
        sa.Column("community_id", columns.Id(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("report_id", columns.Id(), nullable=False),
        sa.Column("membership_id", columns.Id(), nullable=False),
        sa.Column("rule", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("created_at", columns.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "membership_id"],
            ["membership.community_id", "membership.id"],
            name=op.f("fk_joined_report_membership_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "report_id"],
            ["report.community_id", "report.id"],
            name=op.f("fk_joined_report_report_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_joined_report")),
        sa.UniqueConstraint(
            "community_id", "report_id", "membership_id", name=op.f("uq_joined_report_report_id_membership_id")
        ),
    )
    op.create_index(
        op.f("ix_joined_report_membership_id"), "joined_report", ["community_id", "membership_id"], unique=False
    )
    op.create_index(op.f("ix_joined_report_report_id"), "joined_report", ["community_id", "report_id"], unique=False)
    op.create_table(
        "poll",
        sa.Column("community_id", columns.Id(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("preset", sa.String(length=20), nullable=False),
        sa.Column("binding", sa.Boolean(), nullable=False),
        sa.Column("decider", sa.String(length=20), nullable=False),
        sa.Column("rule", columns.document(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("unit_kind", sa.String(length=24), nullable=False),
        sa.Column("proposal_id", columns.Id(), nullable=True),
        sa.Column("commitment_id", columns.Id(), nullable=True),
        sa.Column("author_id", columns.Id(), nullable=False),
        sa.Column("delivery_days", sa.Integer(), nullable=True),
        sa.Column("noticed_at", columns.Instant(), nullable=True),
        sa.Column("notice_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("opens_at", columns.Instant(), nullable=False),
        sa.Column("closes_at", columns.Instant(), nullable=False),
        sa.Column("closing_quarter", sa.String(length=6), nullable=False),
        sa.Column("publish_by_at", columns.Instant(), nullable=False),
        sa.Column("publication_until", columns.Instant(), nullable=True),
        sa.Column("roll_made_at", columns.Instant(), nullable=True),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("households", sa.Integer(), nullable=False),
        sa.Column("put_aside", columns.document(), nullable=True),
        sa.Column("seal_public", sa.LargeBinary(length=32), nullable=True),
        sa.Column("closing_step", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.String(length=24), nullable=True),
        sa.Column("published_at", columns.Instant(), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("quorum_met", sa.Boolean(), nullable=True),
        sa.Column("created_at", columns.Instant(), nullable=False),
        sa.Column("scope_kind", sa.String(length=24), nullable=False),
        sa.Column("scope_grid_id", columns.Id(), nullable=True),
        sa.Column("scope_compound_id", columns.Id(), nullable=True),
        sa.Column("scope_building", sa.String(length=20), nullable=False),
        sa.Column("scope_entrance", sa.String(length=20), nullable=False),
        sa.Column("hidden_at", columns.Instant(), nullable=True),
        sa.Column("hidden_final_at", columns.Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id", "author_id"],
            ["membership.community_id", "membership.id"],
            name=op.f("fk_poll_author_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "commitment_id"],
            ["commitment.community_id", "commitment.id"],
            name=op.f("fk_poll_commitment_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "proposal_id"],
            ["proposal.community_id", "proposal.id"],
            name=op.f("fk_poll_proposal_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "scope_compound_id"],
            ["compound.community_id", "compound.id"],
            name=op.f("fk_poll_scope_compound_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "scope_grid_id"],
            ["grid.community_id", "grid.id"],
            name=op.f("fk_poll_scope_grid_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_poll")),
        sa.UniqueConstraint("community_id", "number", name=op.f("uq_poll_number")),
    )
    op.create_index(op.f("ix_poll_author_id"), "poll", ["community_id", "author_id"], unique=False)
    op.create_index(op.f("ix_poll_commitment_id"), "poll", ["community_id", "commitment_id"], unique=False)
    op.create_index(op.f("ix_poll_proposal_id"), "poll", ["community_id", "proposal_id"], unique=False)
    op.create_index(op.f("ix_poll_scope_compound_id"), "poll", ["community_id", "scope_compound_id"], unique=False)
    op.create_index(op.f("ix_poll_scope_grid_id"), "poll", ["community_id", "scope_grid_id"], unique=False)
    op.create_index(op.f("ix_poll_state_closes_at"), "poll", ["community_id", "state", "closes_at"], unique=False)
    op.create_table(
        "proposal_event",
        sa.Column("community_id", columns.Id(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("proposal_id", columns.Id(), nullable=False),
        sa.Column("event", sa.String(length=24), nullable=False),
        sa.Column("office", sa.String(length=60), nullable=False),
        sa.Column("values", columns.document(), nullable=False),
        sa.Column("text_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("at", columns.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "proposal_id"],
            ["proposal.community_id", "proposal.id"],
            name=op.f("fk_proposal_event_proposal_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_proposal_event")),
    )
    op.create_index(
        op.f("ix_proposal_event_proposal_id"), "proposal_event", ["community_id", "proposal_id"], unique=False
    )
    op.create_table(
        "ruling",
        sa.Column("community_id", columns.Id(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("report_id", columns.Id(), nullable=True),
        sa.Column("subject_kind", sa.String(length=20), nullable=False),
        sa.Column("subject_id", columns.Id(), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("rule", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("office", sa.String(length=60), nullable=False),
        sa.Column("ruled_by", columns.Id(), nullable=False),
        sa.Column("author_id", columns.Id(), nullable=True),
        sa.Column("final_at", columns.Instant(), nullable=False),
        sa.Column("created_at", columns.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "report_id"],
            ["report.community_id", "report.id"],
            name=op.f("fk_ruling_report_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_ruling")),
    )
    op.create_index(op.f("ix_ruling_created_at_id"), "ruling", ["community_id", "created_at", "id"], unique=False)
    op.create_index(op.f("ix_ruling_report_id"), "ruling", ["community_id", "report_id"], unique=False)
    op.create_table(
        "shift",
        sa.Column("community_id", columns.Id(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("place", sa.String(length=60), nullable=False),
        sa.Column("starts_at", columns.Instant(), nullable=False),
        sa.Column("ends_at", columns.Instant(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("adults_only", sa.Boolean(), nullable=False),
        sa.Column("insured", sa.Boolean(), nullable=False),
        sa.Column("grid_id", columns.Id(), nullable=True),
        sa.Column("proposal_id", columns.Id(), nullable=True),
        sa.Column("organiser_id", columns.Id(), nullable=False),
        sa.Column("receiver_id", columns.Id(), nullable=True),
        sa.Column("met", sa.Boolean(), nullable=True),
        sa.Column("met_at", columns.Instant(), nullable=True),
        sa.Column("met_counts", sa.Boolean(), nullable=False),
        sa.Column("quarter", sa.String(length=6), nullable=False),
        sa.Column("cancelled_at", columns.Instant(), nullable=True),
        sa.Column("created_at", columns.Instant(), nullable=False),
        sa.Column("hidden_at", columns.Instant(), nullable=True),
        sa.Column("hidden_final_at", columns.Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id", "grid_id"],
            ["grid.community_id", "grid.id"],
            name=op.f("fk_shift_grid_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "organiser_id"],
            ["membership.community_id", "membership.id"],
            name=op.f("fk_shift_organiser_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "proposal_id"],
            ["proposal.community_id", "proposal.id"],
            name=op.f("fk_shift_proposal_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "receiver_id"],
            ["membership.community_id", "membership.id"],
            name=op.f("fk_shift_receiver_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_shift")),
        sa.UniqueConstraint("community_id", "number", name=op.f("uq_shift_number")),
    )
    op.create_index(op.f("ix_shift_grid_id"), "shift", ["community_id", "grid_id"], unique=False)
    op.create_index(op.f("ix_shift_organiser_id"), "shift", ["community_id", "organiser_id"], unique=False)
    op.create_index(op.f("ix_shift_proposal_id"), "shift", ["community_id", "proposal_id"], unique=False)
    op.create_index(op.f("ix_shift_receiver_id"), "shift", ["community_id", "receiver_id"], unique=False)
    op.create_index(op.f("ix_shift_starts_at_id"), "shift", ["community_id", "starts_at", "id"], unique=False)
    op.create_table(
        "statement",
        sa.Column("community_id", columns.Id(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("proposal_id", columns.Id(), nullable=False),
        sa.Column("author_id", columns.Id(), nullable=False),
        sa.Column("parent_id", columns.Id(), nullable=True),
        sa.Column("household_id", columns.Id(), nullable=True),
        sa.Column("grid_id", columns.Id(), nullable=True),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("stance", sa.String(length=24), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("agree", sa.Integer(), nullable=False),
        sa.Column("disagree", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("quarter", sa.String(length=6), nullable=False),
        sa.Column("created_at", columns.Instant(), nullable=False),
        sa.Column("met_at", columns.Instant(), nullable=True),
        sa.Column("hidden_at", columns.Instant(), nullable=True),
        sa.Column("hidden_final_at", columns.Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id", "author_id"],
            ["membership.community_id", "membership.id"],
            name=op.f("fk_statement_author_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "parent_id"],
            ["statement.community_id", "statement.id"],
            name=op.f("fk_statement_parent_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "proposal_id"],
            ["proposal.community_id", "proposal.id"],
            name=op.f("fk_statement_proposal_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_statement")),
    )
    op.create_index(op.f("ix_statement_author_id"), "statement", ["community_id", "author_id"], unique=False)
    op.create_index(op.f("ix_statement_parent_id"), "statement", ["community_id", "parent_id"], unique=False)
    op.create_index(op.f("ix_statement_proposal_id"), "statement", ["community_id", "proposal_id"], unique=False)
    op.create_index(
        op.f("ix_statement_proposal_id_hidden_at_id"),
        "statement",
        ["community_id", "proposal_id", "hidden_at", "id"],
        unique=False,
    )
    op.create_table(
        "appeal",
        sa.Column("community_id", columns.Id(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("ruling_id", columns.Id(), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("due_at", columns.Instant(), nullable=False),
        sa.Column("upheld", sa.Boolean(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("office", sa.String(length=60), nullable=False),
        sa.Column("created_at", columns.Instant(), nullable=False),
        sa.Column("decided_at", columns.Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id", "ruling_id"],
            ["ruling.community_id", "ruling.id"],
            name=op.f("fk_appeal_ruling_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_appeal")),
        sa.UniqueConstraint("community_id", "ruling_id", name=op.f("uq_appeal_ruling_id")),
    )
    op.create_index(op.f("ix_appeal_ruling_id"), "appeal", ["community_id", "ruling_id"], unique=False)
    op.create_table(
        "ballot",
        sa.Column("community_id", columns.Id(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("poll_id", columns.Id(), nullable=False),
        sa.Column("choice", columns.document(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "poll_id"],
            ["poll.community_id", "poll.id"],
            name=op.f("fk_ballot_poll_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_ballot")),
    )
    op.create_index(op.f("ix_ballot_poll_id"), "ballot", ["community_id", "poll_id"], unique=False)
    op.create_table(
        "elector",
        sa.Column("community_id", columns.Id(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("poll_id", columns.Id(), nullable=False),
        sa.Column("unit_kind", sa.String(length=24), nullable=False),
        sa.Column("unit_id", columns.Id(), nullable=False),
        sa.Column("household_id", columns.Id(), nullable=False),
        sa.Column("grid_id", columns.Id(), nullable=True),
        sa.Column("lived_in", sa.Boolean(), nullable=False),
        sa.Column("membership_id", columns.Id(), nullable=True),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id", "grid_id"],
            ["grid.community_id", "grid.id"],
            name=op.f("fk_elector_grid_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "poll_id"],
            ["poll.community_id", "poll.id"],
            name=op.f("fk_elector_poll_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_elector")),
        sa.UniqueConstraint("community_id", "poll_id", "unit_id", name=op.f("uq_elector_poll_id_unit_id")),
    )
    op.create_index(op.f("ix_elector_grid_id"), "elector", ["community_id", "grid_id"], unique=False)
    op.create_index(op.f("ix_elector_poll_id"), "elector", ["community_id", "poll_id"], unique=False)
    op.create_table(
        "participation",
        sa.Column("community_id", columns.Id(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("poll_id", columns.Id(), nullable=False),
        sa.Column("grid_id", columns.Id(), nullable=True),
        sa.Column("household_id", columns.Id(), nullable=False),
        sa.Column("quarter", sa.String(length=6), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "grid_id"],
            ["grid.community_id", "grid.id"],
            name=op.f("fk_participation_grid_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "poll_id"],
            ["poll.community_id", "poll.id"],
            name=op.f("fk_participation_poll_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_participation")),
    )
    op.create_index(op.f("ix_participation_grid_id"), "participation", ["community_id", "grid_id"], unique=False)
    op.create_index(op.f("ix_participation_poll_id"), "participation", ["community_id", "poll_id"], unique=False)
    op.create_index(op.f("ix_participation_quarter"), "participation", ["community_id", "quarter"], unique=False)
    op.create_table(
        "poll_option",
        sa.Column("community_id", columns.Id(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("poll_id", columns.Id(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("cost", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id", "poll_id"],
            ["poll.community_id", "poll.id"],
            name=op.f("fk_poll_option_poll_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_poll_option")),
        sa.UniqueConstraint("community_id", "poll_id", "number", name=op.f("uq_poll_option_poll_id_number")),
    )
    op.create_index(op.f("ix_poll_option_poll_id"), "poll_option", ["community_id", "poll_id"], unique=False)
    op.create_table(
        "poll_result",
        sa.Column("community_id", columns.Id(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("poll_id", columns.Id(), nullable=False),
        sa.Column("result", columns.document(), nullable=False),
        sa.Column("households_in", sa.Integer(), nullable=True),
        sa.Column("channels", columns.document(), nullable=False),
        sa.Column("envelope_root", sa.LargeBinary(length=32), nullable=False),
        sa.Column("ballot_root", sa.LargeBinary(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id", "poll_id"],
            ["poll.community_id", "poll.id"],
            name=op.f("fk_poll_result_poll_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_poll_result")),
        sa.UniqueConstraint("community_id", "poll_id", name=op.f("uq_poll_result_poll_id")),
    )
    op.create_index(op.f("ix_poll_result_poll_id"), "poll_result", ["community_id", "poll_id"], unique=False)
    op.create_table(
        "reaction",
        sa.Column("community_id", columns.Id(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("statement_id", columns.Id(), nullable=False),
        sa.Column("membership_id", columns.Id(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "membership_id"],
            ["membership.community_id", "membership.id"],
            name=op.f("fk_reaction_membership_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "statement_id"],
            ["statement.community_id", "statement.id"],
            name=op.f("fk_reaction_statement_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_reaction")),
        sa.UniqueConstraint(
            "community_id", "statement_id", "membership_id", name=op.f("uq_reaction_statement_id_membership_id")
        ),
    )
    op.create_index(op.f("ix_reaction_membership_id"), "reaction", ["community_id", "membership_id"], unique=False)
    op.create_index(op.f("ix_reaction_statement_id"), "reaction", ["community_id", "statement_id"], unique=False)
    op.create_table(
        "sign_up",
        sa.Column("community_id", columns.Id(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("shift_id", columns.Id(), nullable=False),
        sa.Column("membership_id", columns.Id(), nullable=False),
        sa.Column("grid_id", columns.Id(), nullable=True),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("quarter", sa.String(length=6), nullable=False),
        sa.Column("created_at", columns.Instant(), nullable=False),
        sa.Column("marked_at", columns.Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id", "membership_id"],
            ["membership.community_id", "membership.id"],
            name=op.f("fk_sign_up_membership_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "shift_id"],
            ["shift.community_id", "shift.id"],
            name=op.f("fk_sign_up_shift_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_sign_up")),
        sa.UniqueConstraint(
            "community_id", "shift_id", "membership_id", name=op.f("uq_sign_up_shift_id_membership_id")
        ),
    )
    op.create_index(op.f("ix_sign_up_membership_id"), "sign_up", ["community_id", "membership_id"], unique=False)
    op.create_index(op.f("ix_sign_up_shift_id"), "sign_up", ["community_id", "shift_id"], unique=False)
    op.create_table(
        "transfer",
        sa.Column("community_id", columns.Id(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("region_path", sa.String(length=200), nullable=False),
        sa.Column("proposal_id", columns.Id(), nullable=False),
        sa.Column("answer_id", columns.Id(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("body_id", columns.Id(), nullable=False),
        sa.Column("body", sa.String(length=80), nullable=False),
        sa.Column("passed_on_at", columns.Instant(), nullable=False),
        sa.Column("due_at", columns.Instant(), nullable=False),
        sa.Column("answered_at", columns.Instant(), nullable=True),
        sa.Column("taken_on", sa.Boolean(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("office", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "answer_id"],
            ["answer.community_id", "answer.id"],
            name=op.f("fk_transfer_answer_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "proposal_id"],
            ["proposal.community_id", "proposal.id"],
            name=op.f("fk_transfer_proposal_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_transfer")),
    )
    op.create_index(op.f("ix_transfer_answer_id"), "transfer", ["community_id", "answer_id"], unique=False)
    op.create_index(op.f("ix_transfer_answered_at"), "transfer", ["community_id", "answered_at"], unique=False)
    op.create_index(op.f("ix_transfer_proposal_id"), "transfer", ["community_id", "proposal_id"], unique=False)
    if op.get_bind().dialect.name == "postgresql":
        _protect()


def _protect() -> None:
    rls.protect(
        op.get_bind(),
        context.config.attributes["roles"],
        owned=OWNED,
        append_only=APPEND_ONLY,
        published=PUBLISHED,
        across=ACROSS,
        unmeasured=UNMEASURED,
        shared=SHARED,
        above=ABOVE,
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_transfer_proposal_id"), table_name="transfer")
    op.drop_index(op.f("ix_transfer_answered_at"), table_name="transfer")
    op.drop_index(op.f("ix_transfer_answer_id"), table_name="transfer")
    op.drop_table("transfer")
    op.drop_index(op.f("ix_sign_up_shift_id"), table_name="sign_up")
    op.drop_index(op.f("ix_sign_up_membership_id"), table_name="sign_up")
    op.drop_table("sign_up")
    op.drop_index(op.f("ix_reaction_statement_id"), table_name="reaction")
    op.drop_index(op.f("ix_reaction_membership_id"), table_name="reaction")
    op.drop_table("reaction")
    op.drop_index(op.f("ix_poll_result_poll_id"), table_name="poll_result")
    op.drop_table("poll_result")
    op.drop_index(op.f("ix_poll_option_poll_id"), table_name="poll_option")
    op.drop_table("poll_option")
    op.drop_index(op.f("ix_participation_quarter"), table_name="participation")
    op.drop_index(op.f("ix_participation_poll_id"), table_name="participation")
    op.drop_index(op.f("ix_participation_grid_id"), table_name="participation")
    op.drop_table("participation")
    op.drop_index(op.f("ix_elector_poll_id"), table_name="elector")
    op.drop_index(op.f("ix_elector_grid_id"), table_name="elector")
    op.drop_table("elector")
    op.drop_index(op.f("ix_ballot_poll_id"), table_name="ballot")
    op.drop_table("ballot")
    op.drop_index(op.f("ix_appeal_ruling_id"), table_name="appeal")
    op.drop_table("appeal")
    op.drop_index(op.f("ix_statement_proposal_id_hidden_at_id"), table_name="statement")
    op.drop_index(op.f("ix_statement_proposal_id"), table_name="statement")
    op.drop_index(op.f("ix_statement_parent_id"), table_name="statement")
    op.drop_index(op.f("ix_statement_author_id"), table_name="statement")
    op.drop_table("statement")
    op.drop_index(op.f("ix_shift_starts_at_id"), table_name="shift")
    op.drop_index(op.f("ix_shift_receiver_id"), table_name="shift")
    op.drop_index(op.f("ix_shift_proposal_id"), table_name="shift")
    op.drop_index(op.f("ix_shift_organiser_id"), table_name="shift")
    op.drop_index(op.f("ix_shift_grid_id"), table_name="shift")
    op.drop_table("shift")
    op.drop_index(op.f("ix_ruling_report_id"), table_name="ruling")
    op.drop_index(op.f("ix_ruling_created_at_id"), table_name="ruling")
    op.drop_table("ruling")
    op.drop_index(op.f("ix_proposal_event_proposal_id"), table_name="proposal_event")
    op.drop_table("proposal_event")
    op.drop_index(op.f("ix_poll_state_closes_at"), table_name="poll")
    op.drop_index(op.f("ix_poll_scope_grid_id"), table_name="poll")
    op.drop_index(op.f("ix_poll_scope_compound_id"), table_name="poll")
    op.drop_index(op.f("ix_poll_proposal_id"), table_name="poll")
    op.drop_index(op.f("ix_poll_commitment_id"), table_name="poll")
    op.drop_index(op.f("ix_poll_author_id"), table_name="poll")
    op.drop_table("poll")
    op.drop_index(op.f("ix_joined_report_report_id"), table_name="joined_report")
    op.drop_index(op.f("ix_joined_report_membership_id"), table_name="joined_report")
    op.drop_table("joined_report")
    op.drop_index(op.f("ix_endorsement_proposal_id"), table_name="endorsement")
    op.drop_index(op.f("ix_endorsement_membership_id"), table_name="endorsement")
    op.drop_table("endorsement")
    op.drop_index(op.f("ix_confirmation_membership_id"), table_name="confirmation")
    op.drop_index(op.f("ix_confirmation_commitment_id"), table_name="confirmation")
    op.drop_table("confirmation")
    op.drop_index(op.f("ix_commitment_event_commitment_id"), table_name="commitment_event")
    op.drop_table("commitment_event")
    op.drop_index(op.f("ix_answer_proposal_id"), table_name="answer")
    op.drop_index(op.f("ix_answer_membership_id"), table_name="answer")
    op.drop_table("answer")
    op.drop_index(op.f("ix_verification_settled_at_counts_at"), table_name="verification")
    op.drop_index(op.f("ix_verification_membership_id"), table_name="verification")
    op.drop_index(op.f("ix_verification_household_id"), table_name="verification")
    op.drop_table("verification")
    op.drop_index(op.f("ix_roll_sheet_made_by"), table_name="roll_sheet")
    op.drop_table("roll_sheet")
    op.drop_index(op.f("ix_report_subject_id"), table_name="report")
    op.drop_index(op.f("ix_report_state_number"), table_name="report")
    op.drop_index(op.f("ix_report_membership_id"), table_name="report")
    op.drop_table("report")
    op.drop_index(op.f("ix_proposal_state_answer_due_at"), table_name="proposal")
    op.drop_index(op.f("ix_proposal_scope_grid_id"), table_name="proposal")
    op.drop_index(op.f("ix_proposal_scope_compound_id"), table_name="proposal")
    op.drop_index(op.f("ix_proposal_kind_number"), table_name="proposal")
    op.drop_index(op.f("ix_proposal_grid_id"), table_name="proposal")
    op.drop_index(op.f("ix_proposal_author_id"), table_name="proposal")
    op.drop_table("proposal")
    op.drop_index(op.f("ix_post_term_post_id"), table_name="post_term")
    op.drop_index(op.f("ix_post_term_membership_id"), table_name="post_term")
    op.drop_table("post_term")
    op.drop_index(op.f("ix_notice_posted_at_id"), table_name="notice")
    op.drop_index(op.f("ix_notice_kind_number"), table_name="notice")
    op.drop_index(op.f("ix_notice_grid_id"), table_name="notice")
    op.drop_index(op.f("ix_notice_author_id"), table_name="notice")
    op.drop_table("notice")
    op.drop_index(op.f("ix_commitment_subject_id"), table_name="commitment")
    op.drop_index(op.f("ix_commitment_state_due_at"), table_name="commitment")
    op.drop_index(op.f("ix_commitment_author_id"), table_name="commitment")
    op.drop_table("commitment")
    op.drop_index(op.f("ix_membership_household_id"), table_name="membership")
    op.drop_index(op.f("ix_membership_grid_id"), table_name="membership")
    op.drop_table("membership")
    op.drop_index(op.f("ix_invitation_household_id"), table_name="invitation")
    op.drop_table("invitation")
    op.drop_index(op.f("ix_household_grid_id"), table_name="household")
    op.drop_index(op.f("ix_household_compound_id"), table_name="household")
    op.drop_index(op.f("ix_household_building_unit"), table_name="household")
    op.drop_table("household")
    op.drop_index(op.f("ix_rating_figure_round_id"), table_name="rating_figure")
    op.drop_index(op.f("ix_rating_figure_grid_id"), table_name="rating_figure")
    op.drop_table("rating_figure")
    op.drop_index(op.f("ix_rating_ask_round_id"), table_name="rating_ask")
    op.drop_index(op.f("ix_rating_ask_grid_id"), table_name="rating_ask")
    op.drop_table("rating_ask")
    op.drop_index(op.f("ix_post_position"), table_name="post")
    op.drop_index(op.f("ix_post_organisation_id"), table_name="post")
    op.drop_index(op.f("ix_post_grid_id"), table_name="post")
    op.drop_table("post")
    op.drop_index(op.f("ix_place_grid_id"), table_name="place")
    op.drop_table("place")
    op.drop_index(op.f("ix_delivery_notification_id"), table_name="delivery")
    op.drop_index(op.f("ix_delivery_membership_id_channel_due_at"), table_name="delivery")
    op.drop_index(op.f("ix_delivery_channel_state_due_at"), table_name="delivery")
    op.drop_table("delivery")
    op.drop_index(op.f("ix_compound_owners_committee_id"), table_name="compound")
    op.drop_index(op.f("ix_compound_manager_id"), table_name="compound")
    op.drop_table("compound")
    op.drop_index(op.f("ix_view_log_at_id"), table_name="view_log")
    op.drop_table("view_log")
    op.drop_index(op.f("ix_suspension_since"), table_name="suspension")
    op.drop_table("suspension")
    op.drop_table("submission")
    op.drop_index("ix_score_snapshot_region", table_name="score_snapshot")
    op.drop_table("score_snapshot")
    op.drop_table("score_evidence")
    op.drop_table("score_dirty")
    op.drop_index(op.f("ix_rating_round_state_closes_at"), table_name="rating_round")
    op.drop_table("rating_round")
    op.drop_table("organisation")
    op.drop_index(op.f("ix_notification_membership_id_id"), table_name="notification")
    op.drop_table("notification")
    op.drop_index("ix_listing_region_path", table_name="listing")
    op.drop_table("listing")
    op.drop_index(op.f("ix_job_state_due_at"), table_name="job")
    op.drop_table("job")
    op.drop_table("grid")
    op.drop_table("delivery_choice")
    op.drop_table("counter")
    op.drop_index(op.f("ix_audit_entry_subject_id"), table_name="audit_entry")
    op.drop_table("audit_entry")
    op.drop_index(op.f("ix_login_session_account_id"), table_name="login_session")
    op.drop_table("login_session")
    op.drop_index(op.f("ix_consent_account_id"), table_name="consent")
    op.drop_table("consent")
    op.drop_index("ix_community_region_path", table_name="community")
    op.drop_index(op.f("ix_community_region_id"), table_name="community")
    op.drop_table("community")
    op.drop_index(op.f("ix_sign_in_code_expires_at"), table_name="sign_in_code")
    op.drop_index(op.f("ix_sign_in_code_contact_index"), table_name="sign_in_code")
    op.drop_table("sign_in_code")
    op.drop_index(op.f("ix_region_office_region_id"), table_name="region_office")
    op.drop_index(op.f("ix_region_office_account_id"), table_name="region_office")
    op.drop_table("region_office")
    op.drop_table("region_entry")
    op.drop_index(op.f("ix_region_parent_id"), table_name="region")
    op.drop_table("region")
    op.drop_index(op.f("ix_rate_count_expires_at"), table_name="rate_count")
    op.drop_table("rate_count")
    op.drop_table("instance")
    op.drop_index(op.f("ix_former_slug_community_id"), table_name="former_slug")
    op.drop_table("former_slug")
    op.drop_index(op.f("ix_code_request_expires_at"), table_name="code_request")
    op.drop_index(op.f("ix_code_request_contact_index"), table_name="code_request")
    op.drop_table("code_request")
    op.drop_table("code_contact")
    op.drop_index(op.f("ix_body_region_id"), table_name="body")
    op.drop_table("body")
    op.drop_index(op.f("ix_appointment_region_id_contact_index"), table_name="appointment")
    op.drop_index(op.f("ix_appointment_expires_at"), table_name="appointment")
    op.drop_index(op.f("ix_appointment_contact_index"), table_name="appointment")
    op.drop_table("appointment")
    op.drop_index(op.f("ix_account_message_channel_state_due_at"), table_name="account_message")
    op.drop_table("account_message")
    op.drop_index(op.f("ix_account_community_community_id"), table_name="account_community")
    op.drop_table("account_community")
    op.drop_table("account")
