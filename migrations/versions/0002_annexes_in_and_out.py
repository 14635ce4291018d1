"""annexes in and out."""

import sqlalchemy as sa
from alembic import op


revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "mailbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum("materials", "stories", name="purpose", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("address", sa.String(length=400), nullable=False),
        sa.Column("host", sa.String(length=400), nullable=False),
        sa.Column("port", sa.Integer(), nullable=False),
        sa.Column(
            "security",
            sa.Enum("tls", "starttls", "none", name="security", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("login", sa.String(length=400), nullable=False),
        sa.Column("sealed_password", sa.LargeBinary(), nullable=False),
        sa.Column("folder", sa.String(length=400), nullable=False),
        sa.Column("uid_validity", sa.Integer(), nullable=True),
        sa.Column("last_uid", sa.Integer(), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(length=400), nullable=False),
        sa.CheckConstraint("port BETWEEN 1 AND 65535", name=op.f("ck_mailbox_port")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_mailbox_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailbox")),
        sa.UniqueConstraint("event_id", "purpose", name=op.f("uq_mailbox_event_id_purpose")),
    )
    with op.batch_alter_table("mailbox", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mailbox_event_id"), ["event_id"], unique=False)

    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("mailbox_id", sa.Integer(), nullable=True),
        sa.Column("message_key", sa.String(length=64), nullable=False),
        sa.Column("message_id", sa.String(length=400), nullable=False),
        sa.Column("sender_name", sa.String(length=400), nullable=False),
        sa.Column("sender_address", sa.String(length=400), nullable=False),
        sa.Column("subject", sa.String(length=400), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_on", sa.String(length=80), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_letter_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_letter_file_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["mailbox_id"], ["mailbox.id"], name=op.f("fk_letter_mailbox_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("event_id", "message_key", name=op.f("uq_letter_event_id_message_key")),
    )
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_letter_mailbox_id"), ["mailbox_id"], unique=False)

    op.create_table(
        "annex_attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("annex_id", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "stamped", "slides", "material", name="purpose", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("attached_by", sa.String(length=80), nullable=False),
        sa.Column("attached_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["annex_id"], ["annex.id"], name=op.f("fk_annex_attachment_annex_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_annex_attachment_event_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_annex_attachment_file_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annex_attachment")),
        sa.UniqueConstraint(
            "annex_id", "purpose", "file_id", name=op.f("uq_annex_attachment_annex_id_purpose_file_id")
        ),
    )
    with op.batch_alter_table("annex_attachment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_annex_attachment_annex_id"), ["annex_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_annex_attachment_event_id"), ["event_id"], unique=False)

    op.create_table(
        "annex_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("annex_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "returned",
                "accepted",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(length=80), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_annex_step_account_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["annex_id"], ["annex.id"], name=op.f("fk_annex_step_annex_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_annex_step_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annex_step")),
    )
    with op.batch_alter_table("annex_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_annex_step_annex_id"), ["annex_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_annex_step_event_id"), ["event_id"], unique=False)

    op.create_table(
        "duplicate_pair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("merged", "different", name="state", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("kept_id", sa.Integer(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("decided_by", sa.String(length=80), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_duplicate_pair_order")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_duplicate_pair_event_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["first_id"], ["result.id"], name=op.f("fk_duplicate_pair_first_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["result.id"], name=op.f("fk_duplicate_pair_second_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duplicate_pair")),
        sa.UniqueConstraint("first_id", "second_id", name=op.f("uq_duplicate_pair_first_id_second_id")),
    )
    with op.batch_alter_table("duplicate_pair", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_duplicate_pair_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_duplicate_pair_second_id"), ["second_id"], unique=False)

    op.create_table(
        "settlement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("summary_id", sa.Integer(), nullable=False),
        sa.Column("result_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=80), nullable=False),
        sa.Column("listed", sa.Text(), nullable=False),
        sa.Column("reported", sa.Text(), nullable=False),
        sa.Column(
            "choice",
            sa.Enum("listed", "reported", name="choice", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("settled_by", sa.String(length=80), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_settlement_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["result_id"], ["result.id"], name=op.f("fk_settlement_result_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["summary_id"], ["recommendation_summary.id"], name=op.f("fk_settlement_summary_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settlement")),
        sa.UniqueConstraint("summary_id", "result_id", "field", name=op.f("uq_settlement_summary_id_result_id_field")),
    )
    with op.batch_alter_table("settlement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_settlement_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_settlement_result_id"), ["result_id"], unique=False)

    with op.batch_alter_table("annex", schema=None) as batch_op:
        batch_op.add_column(sa.Column("draft", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("draft_revision", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("draft_saved_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("secret_hash", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("contact_email", sa.String(length=400), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("extended_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_annex_secret_hash"), ["secret_hash"])

    with op.batch_alter_table("file_reading", schema=None) as batch_op:
        batch_op.add_column(sa.Column("letter_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("container_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "handling",
                sa.Enum(
                    "open",
                    "accepted",
                    "returned",
                    name="handling",
                    native_enum=False,
                    create_constraint=True,
                    length=40,
                ),
                nullable=False,
                server_default="open",
            )
        )
        batch_op.add_column(sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("handled_by", sa.String(length=80), nullable=False, server_default=""))
        batch_op.create_index(batch_op.f("ix_file_reading_container_id"), ["container_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_file_reading_handling"), ["handling"], unique=False)
        batch_op.create_index(batch_op.f("ix_file_reading_letter_id"), ["letter_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_file_reading_letter_id"), "letter", ["letter_id"], ["id"], ondelete="SET NULL"
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_file_reading_container_id"), "file_reading", ["container_id"], ["id"], ondelete="CASCADE"
        )

    with op.batch_alter_table("annex_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("written", sa.JSON(), nullable=False, server_default="{}"))

    with op.batch_alter_table("recommendation_summary", schema=None) as batch_op:
        batch_op.add_column(sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("recommender", schema=None) as batch_op:
        batch_op.add_column(sa.Column("email", sa.String(length=400), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("extended_until", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("result", schema=None) as batch_op:
        batch_op.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_result_merged_into_id"), ["merged_into_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_result_merged_into_id"), "result", ["merged_into_id"], ["id"], ondelete="SET NULL"
        )

    for table in ("result", "story"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_constraint(op.f(f"ck_{table}_state"), type_="check")
            batch_op.create_check_constraint(op.f(f"ck_{table}_state"), "state IN ('entered', 'withdrawn', 'merged')")


def downgrade():
    for table in ("result", "story"):
        op.execute(f"UPDATE {table} SET state = 'withdrawn' WHERE state = 'merged'")
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_constraint(op.f(f"ck_{table}_state"), type_="check")
            batch_op.create_check_constraint(op.f(f"ck_{table}_state"), "state IN ('entered', 'withdrawn')")

    with op.batch_alter_table("recommendation_summary", schema=None) as batch_op:
        batch_op.drop_column("changed_at")

    with op.batch_alter_table("annex_version", schema=None) as batch_op:
        batch_op.drop_column("written")

    with op.batch_alter_table("result", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_result_merged_into_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_result_merged_into_id"))
        batch_op.drop_column("merged_into_id")

    with op.batch_alter_table("recommender", schema=None) as batch_op:
        batch_op.drop_column("extended_until")
        batch_op.drop_column("email")

    with op.batch_alter_table("file_reading", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_file_reading_container_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_file_reading_letter_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_file_reading_letter_id"))
        batch_op.drop_index(batch_op.f("ix_file_reading_handling"))
        batch_op.drop_index(batch_op.f("ix_file_reading_container_id"))
        batch_op.drop_constraint(op.f("ck_file_reading_handling"), type_="check")
        batch_op.drop_column("handled_by")
        batch_op.drop_column("handled_at")
        batch_op.drop_column("handling")
        batch_op.drop_column("container_id")
        batch_op.drop_column("letter_id")

    with op.batch_alter_table("annex", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_annex_secret_hash"), type_="unique")
        batch_op.drop_column("extended_until")
        batch_op.drop_column("contact_email")
        batch_op.drop_column("secret_hash")
        batch_op.drop_column("draft_saved_at")
        batch_op.drop_column("draft_revision")
        batch_op.drop_column("draft")

    with op.batch_alter_table("settlement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_settlement_result_id"))
        batch_op.drop_index(batch_op.f("ix_settlement_event_id"))

    op.drop_table("settlement")
    with op.batch_alter_table("duplicate_pair", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_duplicate_pair_second_id"))
        batch_op.drop_index(batch_op.f("ix_duplicate_pair_event_id"))

    op.drop_table("duplicate_pair")
    with op.batch_alter_table("annex_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_annex_step_event_id"))
        batch_op.drop_index(batch_op.f("ix_annex_step_annex_id"))

    op.drop_table("annex_step")
    with op.batch_alter_table("annex_attachment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_annex_attachment_event_id"))
        batch_op.drop_index(batch_op.f("ix_annex_attachment_annex_id"))

    op.drop_table("annex_attachment")
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_letter_mailbox_id"))
        batch_op.drop_index(batch_op.f("ix_letter_event_id"))

    op.drop_table("letter")
    with op.batch_alter_table("mailbox", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mailbox_event_id"))

    op.drop_table("mailbox")
