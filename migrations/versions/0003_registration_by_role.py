"""registration by role."""

import sqlalchemy as sa
from alembic import op

from eventapp.services import attendee_words, organizations, pinyin


revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


DELEGATES = (
    "group_delegate", "team_delegate", "story_author", "enterprise_leader", "honored_delegate", "association_leader"
)  # fmt: skip
# before, after: autogenerate does not see the checks of enumerations
ATTENDEE_STATES = (
    ("pending", "confirmed", "rejected", "cancelled"),
    ("pending", "confirmed", "rejected", "cancelled", "waiting", "offered"),
)
MESSAGE_STATES = (
    ("waiting", "sending", "sent", "failed"),
    ("waiting", "sending", "sent", "failed", "bounced", "recorded", "dropped"),
)
VERDICTS = (
    ("ok", "already", "wrong_event", "outside_hours", "revoked", "withdrawn", "not_approved", "unknown", "forged"),
    (
        "ok",
        "already",
        "wrong_event",
        "outside_hours",
        "revoked",
        "withdrawn",
        "not_approved",
        "unknown",
        "forged",
        "stale",
    ),
)


def change_check(table, column, values):
    """Let an enumerated column take these values."""
    with op.batch_alter_table(table) as batch_op:
        batch_op.drop_constraint(op.f(f"ck_{table}_{column}"), type_="check")
        batch_op.create_check_constraint(op.f(f"ck_{table}_{column}"), f"{column} IN {tuple(values)!r}")


def change_checks(which):
    change_check("attendee", "state", ATTENDEE_STATES[which])
    change_check("message", "state", MESSAGE_STATES[which])
    change_check("scan", "verdict", VERDICTS[which])


def fill_search():
    """Pinyin of people and units, and the beginnings by which people are found, for rows that were there before."""
    connection = op.get_bind()
    words = sa.table("attendee_word", *map(sa.column, ("event_id", "word", "attendee_id")))
    people = sa.table("attendee", *map(sa.column, ("id", "event_id", "name", "mobile", "pinyin")))
    for number, event_id, name, mobile in connection.execute(
        sa.select(people.c.id, people.c.event_id, people.c.name, people.c.mobile)
    ).all():
        connection.execute(people.update().where(people.c.id == number).values(pinyin=pinyin.sort_key(name)))
        rows = [
            {"event_id": event_id, "word": word, "attendee_id": number}
            for word in attendee_words.words_of(name, mobile)
        ]
        if rows:
            connection.execute(words.insert(), rows)
    units = sa.table("organization", *map(sa.column, ("id", "name", "pinyin")))
    for number, name in connection.execute(sa.select(units.c.id, units.c.name)).all():
        connection.execute(units.update().where(units.c.id == number).values(pinyin=organizations.pinyin_of(name)))


def upgrade():
    op.create_table(
        "bulk_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_bulk_action_account_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_bulk_action_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_action")),
    )
    with op.batch_alter_table("bulk_action", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bulk_action_event_id"), ["event_id"], unique=False)

    op.create_table(
        "mailing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column(
            "channel",
            sa.Enum("mail", "sms", "wechat", name="channel", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("subject", sa.String(length=400), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("subject_en", sa.String(length=400), nullable=False),
        sa.Column("body_en", sa.Text(), nullable=False),
        sa.Column("with_calendar", sa.Boolean(), nullable=False),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("draft", "sent", "dropped", name="state", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_mailing_account_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_mailing_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailing")),
    )
    with op.batch_alter_table("mailing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mailing_event_id"), ["event_id"], unique=False)

    op.create_table(
        "message_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("language", sa.String(length=80), nullable=False),
        sa.Column("subject", sa.String(length=400), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_message_template_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_template")),
        sa.UniqueConstraint("event_id", "code", "language", name=op.f("uq_message_template_event_id_code_language")),
    )
    with op.batch_alter_table("message_template", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_message_template_event_id"), ["event_id"], unique=False)

    op.create_table(
        "registration_form",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("privacy_text", sa.Text(), nullable=False),
        sa.Column("privacy_text_en", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_registration_form_created_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_registration_form_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_form")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_registration_form_event_id_number")),
    )
    with op.batch_alter_table("registration_form", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_registration_form_event_id"), ["event_id"], unique=False)

    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("page", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("query", sa.String(length=1000), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_saved_view_account_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_saved_view_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("event_id", "page", "name", name=op.f("uq_saved_view_event_id_page_name")),
    )
    with op.batch_alter_table("saved_view", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_saved_view_event_id"), ["event_id"], unique=False)

    op.create_table(
        "badge_design",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("width_mm", sa.Double(), nullable=False),
        sa.Column("height_mm", sa.Double(), nullable=False),
        sa.Column("front", sa.JSON(), nullable=False),
        sa.Column("back", sa.JSON(), nullable=False),
        sa.Column("front_picture_id", sa.Integer(), nullable=True),
        sa.Column("back_picture_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("width_mm > 0 AND height_mm > 0", name=op.f("ck_badge_design_size")),
        sa.ForeignKeyConstraint(
            ["back_picture_id"], ["stored_file.id"], name=op.f("fk_badge_design_back_picture_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_badge_design_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["front_picture_id"], ["stored_file.id"], name=op.f("fk_badge_design_front_picture_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_badge_design")),
        sa.UniqueConstraint("event_id", "name", name=op.f("uq_badge_design_event_id_name")),
    )
    with op.batch_alter_table("badge_design", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_badge_design_event_id"), ["event_id"], unique=False)

    op.create_table(
        "badge_class",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("color", sa.String(length=7), nullable=False),
        sa.Column("design_id", sa.Integer(), nullable=True),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["design_id"], ["badge_design.id"], name=op.f("fk_badge_class_design_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_badge_class_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_badge_class")),
        sa.UniqueConstraint("event_id", "code", name=op.f("uq_badge_class_event_id_code")),
    )
    with op.batch_alter_table("badge_class", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_badge_class_event_id"), ["event_id"], unique=False)

    op.create_table(
        "delegation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("unit_name", sa.String(length=400), nullable=False),
        sa.Column("contact_name", sa.String(length=80), nullable=False),
        sa.Column("contact_mobile", sa.String(length=80), nullable=False),
        sa.Column("contact_email", sa.String(length=400), nullable=False),
        sa.Column("link_nonce", sa.String(length=32), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("draft", sa.JSON(), nullable=False),
        sa.Column("upload", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_delegation_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_delegation_organization_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_delegation_secret_hash")),
    )
    with op.batch_alter_table("delegation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delegation_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_delegation_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "attendee_word",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column(
            "word", sa.String(length=80).with_variant(sa.String(length=80, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column(
            "pinyin",
            sa.String(length=200).with_variant(sa.String(length=200, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("attendee_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attendee_id"], ["attendee.id"], name=op.f("fk_attendee_word_attendee_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_attendee_word_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("event_id", "word", "pinyin", "attendee_id", name=op.f("pk_attendee_word")),
    )
    with op.batch_alter_table("attendee_word", schema=None) as batch_op:
        batch_op.create_index("ix_attendee_word_attendee_id_word", ["attendee_id", "word"], unique=False)

    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("unit_name", sa.String(length=400), nullable=False),
        sa.Column("email", sa.String(length=400), nullable=False),
        sa.Column("link_nonce", sa.String(length=32), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("invited_by", sa.Integer(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attendee_id", sa.Integer(), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["attendee_id"], ["attendee.id"], name=op.f("fk_invitation_attendee_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_invitation_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["invited_by"], ["account.id"], name=op.f("fk_invitation_invited_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["role_id"], ["role.id"], name=op.f("fk_invitation_role_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("role_id", "attendee_id", name=op.f("uq_invitation_role_id_attendee_id")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_invitation_secret_hash")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_attendee_id"), ["attendee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitation_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitation_role_id"), ["role_id"], unique=False)

    op.create_table(
        "badge_print",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("attendee_id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sheet", sa.String(length=80), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_badge_print_account_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["attendee_id"], ["attendee.id"], name=op.f("fk_badge_print_attendee_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_badge_print_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_badge_print_job_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_badge_print_ticket_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_badge_print")),
        sa.UniqueConstraint("attendee_id", "number", name=op.f("uq_badge_print_attendee_id_number")),
    )
    with op.batch_alter_table("badge_print", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_badge_print_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_badge_print_job_id"), ["job_id"], unique=False)

    with op.batch_alter_table("attendee", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "pinyin",
                sa.String(length=200).with_variant(sa.String(length=200, collation="C"), "postgresql"),
                nullable=False,
                server_default="",
            )
        )
        batch_op.add_column(sa.Column("department", sa.String(length=80), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("wechat", sa.String(length=80), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("arrives_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("arrives_time", sa.String(length=5), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("arrives_by", sa.String(length=80), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("departs_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("departs_time", sa.String(length=5), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("departs_by", sa.String(length=80), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("lodging", sa.String(length=80), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("roommate", sa.String(length=80), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("meal", sa.String(length=80), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("visit", sa.String(length=80), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("hotel_room", sa.String(length=80), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("seat", sa.String(length=80), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("answers", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("form_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("delegation_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("replaces_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "origin",
                sa.Enum(
                    "alone",
                    "delegation",
                    "invitation",
                    "import",
                    "walk_in",
                    "office",
                    name="origin",
                    native_enum=False,
                    create_constraint=True,
                    length=40,
                ),
                nullable=False,
                server_default="alone",
            )
        )
        batch_op.add_column(sa.Column("language", sa.String(length=80), nullable=False, server_default="zh_Hans_CN"))
        batch_op.add_column(sa.Column("link_nonce", sa.String(length=32), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("consent_form_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("erasure_asked_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.drop_index(batch_op.f("ix_attendee_event_id_state"))
        batch_op.create_index(
            "ix_attendee_event_id_state", ["event_id", "state", "lodging", "gender", "meal", "visit"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_attendee_delegation_id"), ["delegation_id"], unique=False)
        batch_op.create_index(
            "ix_attendee_event_id_arrives",
            ["event_id", "arrives_on", "arrives_time", "arrives_by", "id", "state"],
            unique=False,
        )
        batch_op.create_index(
            "ix_attendee_event_id_departs",
            ["event_id", "departs_on", "departs_time", "departs_by", "id", "state"],
            unique=False,
        )
        batch_op.create_index("ix_attendee_event_id_email", ["event_id", "email"], unique=False)
        batch_op.create_index("ix_attendee_event_id_erasure_asked_at", ["event_id", "erasure_asked_at"], unique=False)
        batch_op.create_index(
            "ix_attendee_event_id_hotel_room", ["event_id", "lodging", "hotel_room", "pinyin", "id"], unique=False
        )
        batch_op.create_index("ix_attendee_event_id_lodging", ["event_id", "lodging", "pinyin", "id"], unique=False)
        batch_op.create_index("ix_attendee_event_id_meal", ["event_id", "meal"], unique=False)
        batch_op.create_index("ix_attendee_event_id_origin", ["event_id", "origin"], unique=False)
        batch_op.create_index("ix_attendee_event_id_pinyin", ["event_id", "pinyin", "id"], unique=False)
        batch_op.create_index("ix_attendee_event_id_visit", ["event_id", "visit"], unique=False)
        batch_op.create_unique_constraint(batch_op.f("uq_attendee_replaces_id"), ["replaces_id"])
        batch_op.create_foreign_key(batch_op.f("fk_attendee_form_id"), "registration_form", ["form_id"], ["id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_attendee_delegation_id"), "delegation", ["delegation_id"], ["id"], ondelete="SET NULL"
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_attendee_consent_form_id"), "registration_form", ["consent_form_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_attendee_replaces_id"), "attendee", ["replaces_id"], ["id"], ondelete="SET NULL"
        )

    with op.batch_alter_table("attendee_role", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "state",
                sa.Enum(
                    "confirmed",
                    "offered",
                    "pending",
                    "waiting",
                    "rejected",
                    "cancelled",
                    name="state",
                    native_enum=False,
                    create_constraint=True,
                    length=40,
                ),
                nullable=False,
                server_default="confirmed",
            )
        )
        batch_op.add_column(sa.Column("place", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("offer_expires_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(
            "ix_attendee_role_event_id_state", ["event_id", "state", "waiting_since", "id", "role_id"], unique=False
        )
        batch_op.create_index("uq_attendee_role_place", ["role_id", "place"], unique=True)

    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.add_column(sa.Column("personal_data_until", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("personal_data_wiped_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("event_key", schema=None) as batch_op:
        batch_op.add_column(sa.Column("distrusted_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("mailing_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "channel",
                sa.Enum("mail", "sms", "wechat", name="channel", native_enum=False, create_constraint=True, length=40),
                nullable=False,
                server_default="mail",
            )
        )
        batch_op.add_column(sa.Column("with_calendar", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("bounced_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.drop_index(batch_op.f("ix_message_event_id"))
        batch_op.drop_index(batch_op.f("ix_message_state"))
        batch_op.create_index("ix_message_channel_state_next_try_at", ["channel", "state", "next_try_at"], unique=False)
        batch_op.create_index("ix_message_event_id_id", ["event_id", "id"], unique=False)
        batch_op.create_index("ix_message_event_id_recipient", ["event_id", "recipient", "id"], unique=False)
        batch_op.create_index("ix_message_event_id_state", ["event_id", "state", "id"], unique=False)
        batch_op.create_index("ix_message_event_id_template", ["event_id", "template", "id"], unique=False)
        batch_op.create_index("ix_message_mailing_id_state", ["mailing_id", "state", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_tried_at"), ["tried_at"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_message_mailing_id"), "mailing", ["mailing_id"], ["id"], ondelete="SET NULL"
        )

    with op.batch_alter_table("organization", schema=None) as batch_op:
        batch_op.add_column(sa.Column("pinyin", sa.String(length=400), nullable=False, server_default=""))

    with op.batch_alter_table("role", schema=None) as batch_op:
        batch_op.add_column(sa.Column("hint", sa.String(length=400), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("hint_en", sa.String(length=400), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column(
                "admission",
                sa.Enum(
                    "open",
                    "approval",
                    "invitation",
                    name="admission",
                    native_enum=False,
                    create_constraint=True,
                    length=40,
                ),
                nullable=False,
                server_default="open",
            )
        )
        batch_op.add_column(sa.Column("capacity", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("has_waiting_list", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("badge_class", sa.String(length=80), nullable=False, server_default="attendee"))
        batch_op.add_column(sa.Column("is_offered", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.create_check_constraint(op.f("ck_role_capacity"), sa.text("capacity IS NULL OR capacity >= 0"))

    op.execute("UPDATE role SET admission = 'approval' WHERE needs_approval")
    op.execute("UPDATE role SET badge_class = 'presenter' WHERE code IN ('presenter', 'speaker')")
    op.execute(f"UPDATE role SET badge_class = 'delegate' WHERE code IN {DELEGATES!r}")
    op.execute("UPDATE role SET badge_class = code WHERE code IN ('judge', 'staff', 'guest', 'observer')")
    with op.batch_alter_table("role") as batch_op:
        batch_op.drop_column("needs_approval")

    op.execute("UPDATE attendee_role SET state = (SELECT attendee.state FROM attendee WHERE attendee.id = attendee_id)")

    with op.batch_alter_table("stored_file", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_personal", sa.Boolean(), nullable=False, server_default=sa.false()))

    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.add_column(sa.Column("revoked_for", sa.String(length=80), nullable=False, server_default=""))

    change_checks(1)
    fill_search()


def downgrade():
    op.execute("UPDATE attendee SET state = 'pending' WHERE state IN ('waiting', 'offered')")
    op.execute("UPDATE message SET state = 'failed' WHERE state = 'bounced'")
    op.execute("UPDATE scan SET verdict = 'revoked' WHERE verdict = 'stale'")
    change_checks(0)
    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.drop_column("revoked_for")

    with op.batch_alter_table("stored_file", schema=None) as batch_op:
        batch_op.drop_column("is_personal")

    with op.batch_alter_table("role") as batch_op:
        batch_op.add_column(sa.Column("needs_approval", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE role SET needs_approval = (admission <> 'open')")
    with op.batch_alter_table("role", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_role_capacity"), type_="check")
        batch_op.drop_column("is_offered")
        batch_op.drop_column("badge_class")
        batch_op.drop_column("closes_at")
        batch_op.drop_column("opens_at")
        batch_op.drop_column("has_waiting_list")
        batch_op.drop_column("capacity")
        batch_op.drop_constraint(op.f("ck_role_admission"), type_="check")
        batch_op.drop_column("admission")
        batch_op.drop_column("hint_en")
        batch_op.drop_column("hint")

    with op.batch_alter_table("organization", schema=None) as batch_op:
        batch_op.drop_column("pinyin")

    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_message_mailing_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_message_tried_at"))
        batch_op.drop_index("ix_message_mailing_id_state")
        batch_op.drop_index("ix_message_event_id_template")
        batch_op.drop_index("ix_message_event_id_state")
        batch_op.drop_index("ix_message_event_id_recipient")
        batch_op.drop_index("ix_message_event_id_id")
        batch_op.drop_index("ix_message_channel_state_next_try_at")
        batch_op.create_index(batch_op.f("ix_message_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_event_id"), ["event_id"], unique=False)
        batch_op.drop_column("bounced_at")
        batch_op.drop_column("tried_at")
        batch_op.drop_column("next_try_at")
        batch_op.drop_column("with_calendar")
        batch_op.drop_constraint(op.f("ck_message_channel"), type_="check")
        batch_op.drop_column("channel")
        batch_op.drop_column("mailing_id")

    with op.batch_alter_table("event_key", schema=None) as batch_op:
        batch_op.drop_column("distrusted_at")

    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_column("personal_data_wiped_at")
        batch_op.drop_column("personal_data_until")

    with op.batch_alter_table("attendee_role", schema=None) as batch_op:
        batch_op.drop_index("uq_attendee_role_place")
        batch_op.drop_index("ix_attendee_role_event_id_state")
        batch_op.drop_column("offer_expires_at")
        batch_op.drop_column("waiting_since")
        batch_op.drop_column("place")
        batch_op.drop_constraint(op.f("ck_attendee_role_state"), type_="check")
        batch_op.drop_column("state")

    with op.batch_alter_table("attendee", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_attendee_replaces_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_attendee_consent_form_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_attendee_delegation_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_attendee_form_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_attendee_replaces_id"), type_="unique")
        batch_op.drop_index("ix_attendee_event_id_visit")
        batch_op.drop_index("ix_attendee_event_id_pinyin")
        batch_op.drop_index("ix_attendee_event_id_origin")
        batch_op.drop_index("ix_attendee_event_id_meal")
        batch_op.drop_index("ix_attendee_event_id_lodging")
        batch_op.drop_index("ix_attendee_event_id_hotel_room")
        batch_op.drop_index("ix_attendee_event_id_erasure_asked_at")
        batch_op.drop_index("ix_attendee_event_id_email")
        batch_op.drop_index("ix_attendee_event_id_departs")
        batch_op.drop_index("ix_attendee_event_id_arrives")
        batch_op.drop_index(batch_op.f("ix_attendee_delegation_id"))
        batch_op.drop_index("ix_attendee_event_id_state")
        batch_op.create_index(batch_op.f("ix_attendee_event_id_state"), ["event_id", "state"], unique=False)
        batch_op.drop_column("erased_at")
        batch_op.drop_column("erasure_asked_at")
        batch_op.drop_column("changed_at")
        batch_op.drop_column("consent_form_id")
        batch_op.drop_column("link_nonce")
        batch_op.drop_column("language")
        batch_op.drop_constraint(op.f("ck_attendee_origin"), type_="check")
        batch_op.drop_column("origin")
        batch_op.drop_column("replaces_id")
        batch_op.drop_column("delegation_id")
        batch_op.drop_column("form_id")
        batch_op.drop_column("answers")
        batch_op.drop_column("seat")
        batch_op.drop_column("hotel_room")
        batch_op.drop_column("visit")
        batch_op.drop_column("meal")
        batch_op.drop_column("roommate")
        batch_op.drop_column("lodging")
        batch_op.drop_column("departs_by")
        batch_op.drop_column("departs_time")
        batch_op.drop_column("departs_on")
        batch_op.drop_column("arrives_by")
        batch_op.drop_column("arrives_time")
        batch_op.drop_column("arrives_on")
        batch_op.drop_column("wechat")
        batch_op.drop_column("department")
        batch_op.drop_column("pinyin")

    with op.batch_alter_table("badge_print", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_badge_print_job_id"))
        batch_op.drop_index(batch_op.f("ix_badge_print_event_id"))

    op.drop_table("badge_print")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_role_id"))
        batch_op.drop_index(batch_op.f("ix_invitation_event_id"))
        batch_op.drop_index(batch_op.f("ix_invitation_attendee_id"))

    op.drop_table("invitation")
    with op.batch_alter_table("attendee_word", schema=None) as batch_op:
        batch_op.drop_index("ix_attendee_word_attendee_id_word")

    op.drop_table("attendee_word")
    with op.batch_alter_table("delegation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delegation_organization_id"))
        batch_op.drop_index(batch_op.f("ix_delegation_event_id"))

    op.drop_table("delegation")
    with op.batch_alter_table("badge_class", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_badge_class_event_id"))

    op.drop_table("badge_class")
    with op.batch_alter_table("badge_design", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_badge_design_event_id"))

    op.drop_table("badge_design")
    with op.batch_alter_table("saved_view", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_saved_view_event_id"))

    op.drop_table("saved_view")
    with op.batch_alter_table("registration_form", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_registration_form_event_id"))

    op.drop_table("registration_form")
    with op.batch_alter_table("message_template", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_message_template_event_id"))

    op.drop_table("message_template")
    with op.batch_alter_table("mailing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mailing_event_id"))

    op.drop_table("mailing")
    with op.batch_alter_table("bulk_action", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bulk_action_event_id"))

    op.drop_table("bulk_action")
