"""${message}

Say here what changes for people, and whether old code runs on unharmed (expand, then contract).
"""

import sqlalchemy as sa
from alembic import op

from tenants import columns
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}
