"""first tables."""

import sqlalchemy as sa
from alembic import op


revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():

    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(length=80), nullable=False),
        sa.Column("login_key", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("totp_secret", sa.String(length=64), nullable=True),
        sa.Column("totp_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_totp_step", sa.Integer(), nullable=True),
        sa.Column("is_administrator", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("session_stamp", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("login_key", name=op.f("uq_account_login_key")),
    )
    op.create_table(
        "audit_head",
        sa.Column("chain", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("chain", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("short_name", sa.String(length=80), nullable=False),
        sa.Column("short_name_en", sa.String(length=80), nullable=False),
        sa.Column("name_en", sa.String(length=400), nullable=False),
        sa.Column("document_number", sa.String(length=80), nullable=False),
        sa.Column("issuers", sa.JSON(), nullable=False),
        sa.Column("place", sa.String(length=400), nullable=False),
        sa.Column("timezone", sa.String(length=80), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("materials_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("registration_opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("registration_closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("schedule_published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("awards_published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recusal_by_region", sa.Boolean(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("slug", name=op.f("uq_event_slug")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(
            "uq_event_default",
            ["is_default"],
            unique=True,
            sqlite_where=sa.text("is_default"),
            postgresql_where=sa.text("is_default"),
        )

    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login_key", sa.String(length=80), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_attempt_address"), ["address"], unique=False)
        batch_op.create_index(batch_op.f("ix_sign_in_attempt_login_key"), ["login_key"], unique=False)

    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chain", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(length=80), nullable=False),
        sa.Column("action", sa.String(length=80), nullable=False),
        sa.Column("subject", sa.String(length=400), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("detail_digest", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_audit_entry_account_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("chain", "position", name=op.f("uq_audit_entry_chain_position")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index("ix_audit_entry_chain_subject_position", ["chain", "subject", "position"], unique=False)
    op.create_table(
        "block",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("breaks", sa.JSON(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_block_order")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_block_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_block")),
        sa.UniqueConstraint("event_id", "starts_at", name=op.f("uq_block_event_id_starts_at")),
    )
    with op.batch_alter_table("block", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_block_event_id"), ["event_id"], unique=False)

    op.create_table(
        "checkpoint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "arrival",
                "plenary",
                "room",
                "meal",
                "visit",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_checkpoint_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checkpoint")),
        sa.UniqueConstraint("event_id", "name", name=op.f("uq_checkpoint_event_id_name")),
    )
    with op.batch_alter_table("checkpoint", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_checkpoint_event_id"), ["event_id"], unique=False)

    op.create_table(
        "event_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_private_key", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_key_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_key")),
    )
    with op.batch_alter_table("event_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_key_event_id"), ["event_id"], unique=False)

    op.create_table(
        "recommender",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("name_key", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_recommender_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommender")),
        sa.UniqueConstraint("event_id", "name_key", name=op.f("uq_recommender_event_id_name_key")),
    )
    with op.batch_alter_table("recommender", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recommender_event_id"), ["event_id"], unique=False)

    op.create_table(
        "role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("section", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column(
            "need",
            sa.Enum("nothing", "result", "story", name="need", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("needs_approval", sa.Boolean(), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_role_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role")),
        sa.UniqueConstraint("event_id", "code", name=op.f("uq_role_event_id_code")),
    )
    with op.batch_alter_table("role", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_role_event_id"), ["event_id"], unique=False)

    op.create_table(
        "room",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.CheckConstraint("capacity > 0", name=op.f("ck_room_capacity")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_room_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room")),
        sa.UniqueConstraint("event_id", "name", name=op.f("uq_room_event_id_name")),
    )
    with op.batch_alter_table("room", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_room_event_id"), ["event_id"], unique=False)

    op.create_table(
        "score_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("phase", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_score_sheet_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_sheet")),
        sa.UniqueConstraint("event_id", "kind", "phase", name=op.f("uq_score_sheet_event_id_kind_phase")),
    )
    with op.batch_alter_table("score_sheet", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_score_sheet_event_id"), ["event_id"], unique=False)

    op.create_table(
        "stored_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("media_type", sa.String(length=80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("size >= 0", name=op.f("ck_stored_file_size")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_stored_file_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
        sa.UniqueConstraint("event_id", "sha256", "name", name=op.f("uq_stored_file_event_id_sha256_name")),
    )
    with op.batch_alter_table("stored_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stored_file_event_id"), ["event_id"], unique=False)

    op.create_table(
        "track",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("speak_minutes", sa.Integer(), nullable=False),
        sa.Column("question_minutes", sa.Integer(), nullable=False),
        sa.Column("change_minutes", sa.Integer(), nullable=False),
        sa.Column("panel_min", sa.Integer(), nullable=False),
        sa.Column("panel_target", sa.Integer(), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.CheckConstraint("panel_min >= 1 AND panel_target >= panel_min", name=op.f("ck_track_panel")),
        sa.CheckConstraint(
            "speak_minutes > 0 AND question_minutes >= 0 AND change_minutes >= 0", name=op.f("ck_track_minutes")
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_track_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_track")),
        sa.UniqueConstraint("event_id", "code", name=op.f("uq_track_event_id_code")),
    )
    with op.batch_alter_table("track", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_track_event_id"), ["event_id"], unique=False)

    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "running",
                "done",
                "failed",
                "cancelled",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("outcome", sa.JSON(), nullable=False),
        sa.Column("result_file_id", sa.Integer(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("cancel_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("done >= 0 AND total >= 0", name=op.f("ck_job_progress")),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name=op.f("fk_job_created_by"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_job_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["result_file_id"], ["stored_file.id"], name=op.f("fk_job_result_file_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_created_by"), ["created_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_event_id"), ["event_id"], unique=False)
        batch_op.create_index("ix_job_state_beat_at", ["state", "beat_at"], unique=False)

    op.create_table(
        "organization",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("name_key", sa.String(length=400), nullable=False),
        sa.Column("postcode", sa.String(length=20), nullable=False),
        sa.Column("region", sa.String(length=80), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("recommender_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_organization_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["organization.id"], name=op.f("fk_organization_parent_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["recommender_id"], ["recommender.id"], name=op.f("fk_organization_recommender_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization")),
        sa.UniqueConstraint("event_id", "name_key", name=op.f("uq_organization_event_id_name_key")),
    )
    with op.batch_alter_table("organization", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organization_event_id"), ["event_id"], unique=False)

    op.create_table(
        "score_sheet_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=400), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["score_sheet.id"], name=op.f("fk_score_sheet_version_sheet_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_sheet_version")),
        sa.UniqueConstraint("sheet_id", "number", name=op.f("uq_score_sheet_version_sheet_id_number")),
    )
    with op.batch_alter_table("score_sheet_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_score_sheet_version_sheet_id"), ["sheet_id"], unique=False)

    op.create_table(
        "session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("track_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "parallel", "plenary", "second_round", name="kind", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_session_order")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_session_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_session_room_id")),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_session_track_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session")),
        sa.UniqueConstraint("room_id", "starts_at", name=op.f("uq_session_room_id_starts_at")),
    )
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_session_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_session_room_id"), ["room_id"], unique=False)

    op.create_table(
        "annex",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "qc_result",
                "team_result",
                "recommendation_summary",
                "brand_story",
                "work_summary",
                "activity_statistics",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
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
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("recommender_id", sa.Integer(), nullable=True),
        sa.Column("subject_key", sa.String(length=400), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_annex_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_annex_organization_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["recommender_id"], ["recommender.id"], name=op.f("fk_annex_recommender_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annex")),
        sa.UniqueConstraint("event_id", "kind", "subject_key", name=op.f("uq_annex_event_id_kind_subject_key")),
    )
    with op.batch_alter_table("annex", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_annex_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_annex_organization_id"), ["organization_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_annex_recommender_id"), ["recommender_id"], unique=False)

    op.create_table(
        "attendee",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("name_key", sa.String(length=80), nullable=False),
        sa.Column("gender", sa.String(length=2), nullable=False),
        sa.Column("unit_name", sa.String(length=400), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("job_title", sa.String(length=80), nullable=False),
        sa.Column("mobile", sa.String(length=80), nullable=False),
        sa.Column("email", sa.String(length=400), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "pending",
                "confirmed",
                "rejected",
                "cancelled",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("manage_key_hash", sa.String(length=64), nullable=False),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_attendee_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_attendee_organization_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendee")),
        sa.UniqueConstraint("manage_key_hash", name=op.f("uq_attendee_manage_key_hash")),
    )
    with op.batch_alter_table("attendee", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attendee_event_id"), ["event_id"], unique=False)
        batch_op.create_index("ix_attendee_event_id_mobile", ["event_id", "mobile"], unique=False)
        batch_op.create_index("ix_attendee_event_id_name_key", ["event_id", "name_key"], unique=False)
        batch_op.create_index("ix_attendee_event_id_state", ["event_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_attendee_organization_id"), ["organization_id"], unique=False)
        batch_op.create_index(
            "uq_attendee_person",
            ["event_id", "name_key", "mobile"],
            unique=True,
            sqlite_where=sa.text("state != 'cancelled'"),
            postgresql_where=sa.text("state != 'cancelled'"),
        )

    op.create_table(
        "file_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("recommender_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=80), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("forms", sa.JSON(), nullable=False),
        sa.Column("faults", sa.JSON(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_file_reading_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_file_reading_file_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_file_reading_job_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["recommender_id"], ["recommender.id"], name=op.f("fk_file_reading_recommender_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_reading")),
        sa.UniqueConstraint("file_id", name=op.f("uq_file_reading_file_id")),
    )
    with op.batch_alter_table("file_reading", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_file_reading_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_file_reading_job_id"), ["job_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_file_reading_recommender_id"), ["recommender_id"], unique=False)

    op.create_table(
        "panel",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_panel_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_panel_session_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel")),
        sa.UniqueConstraint("session_id", name=op.f("uq_panel_session_id")),
    )
    with op.batch_alter_table("panel", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_panel_event_id"), ["event_id"], unique=False)

    op.create_table(
        "quality_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("qc", "team", name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("name_key", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_quality_group_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_quality_group_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quality_group")),
        sa.UniqueConstraint(
            "event_id",
            "organization_id",
            "kind",
            "name_key",
            name=op.f("uq_quality_group_event_id_organization_id_kind_name_key"),
        ),
    )
    with op.batch_alter_table("quality_group", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quality_group_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_quality_group_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "annex_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("annex_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("provenance", sa.JSON(), nullable=False),
        sa.Column("faults", sa.JSON(), nullable=False),
        sa.Column("submitted_by", sa.Integer(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["annex_id"], ["annex.id"], name=op.f("fk_annex_version_annex_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_annex_version_file_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by"], ["account.id"], name=op.f("fk_annex_version_submitted_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annex_version")),
        sa.UniqueConstraint("annex_id", "number", name=op.f("uq_annex_version_annex_id_number")),
    )
    with op.batch_alter_table("annex_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_annex_version_annex_id"), ["annex_id"], unique=False)
        batch_op.create_index(
            "uq_annex_version_file",
            ["annex_id", "file_id", "place"],
            unique=True,
            sqlite_where=sa.text("file_id IS NOT NULL"),
            postgresql_where=sa.text("file_id IS NOT NULL"),
        )

    op.create_table(
        "judge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("mobile", sa.String(length=80), nullable=False),
        sa.Column("unit_name", sa.String(length=400), nullable=False),
        sa.Column("region", sa.String(length=80), nullable=False),
        sa.Column("speciality", sa.String(length=400), nullable=False),
        sa.Column("job_title", sa.String(length=80), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("attendee_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attendee_id"], ["attendee.id"], name=op.f("fk_judge_attendee_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_judge_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_judge_organization_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judge")),
        sa.UniqueConstraint("attendee_id", name=op.f("uq_judge_attendee_id")),
    )
    with op.batch_alter_table("judge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_judge_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_judge_organization_id"), ["organization_id"], unique=False)
        batch_op.create_index("uq_judge_person", ["event_id", "name", "mobile"], unique=True)

    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("attendee_id", sa.Integer(), nullable=True),
        sa.Column("dedupe_key", sa.String(length=120), nullable=False),
        sa.Column("template", sa.String(length=80), nullable=False),
        sa.Column("recipient", sa.String(length=400), nullable=False),
        sa.Column("subject", sa.String(length=400), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "sending",
                "sent",
                "failed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(length=400), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["attendee_id"], ["attendee.id"], name=op.f("fk_message_attendee_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_message_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_message_dedupe_key")),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_message_attendee_id"), ["attendee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_state"), ["state"], unique=False)

    op.create_table(
        "recommendation_summary",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("recommender_id", sa.Integer(), nullable=False),
        sa.Column("annex_id", sa.Integer(), nullable=True),
        sa.Column("judges", sa.JSON(), nullable=False),
        sa.Column("filled_by", sa.String(length=80), nullable=False),
        sa.Column("filled_by_phone", sa.String(length=80), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["annex_id"], ["annex.id"], name=op.f("fk_recommendation_summary_annex_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_recommendation_summary_event_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["recommender_id"],
            ["recommender.id"],
            name=op.f("fk_recommendation_summary_recommender_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation_summary")),
        sa.UniqueConstraint(
            "event_id", "recommender_id", name=op.f("uq_recommendation_summary_event_id_recommender_id")
        ),
    )
    with op.batch_alter_table("recommendation_summary", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recommendation_summary_event_id"), ["event_id"], unique=False)

    op.create_table(
        "result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("topic_name", sa.String(length=400), nullable=False),
        sa.Column("result_type", sa.String(length=80), nullable=False),
        sa.Column("member_count", sa.Integer(), nullable=True),
        sa.Column("advisor", sa.String(length=80), nullable=False),
        sa.Column("contact_person", sa.String(length=80), nullable=False),
        sa.Column("contact_phone", sa.String(length=80), nullable=False),
        sa.Column("annex_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("entered", "withdrawn", name="state", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["annex_id"], ["annex.id"], name=op.f("fk_result_annex_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_result_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["group_id"], ["quality_group.id"], name=op.f("fk_result_group_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result")),
        sa.UniqueConstraint("group_id", name=op.f("uq_result_group_id")),
    )
    with op.batch_alter_table("result", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_result_event_id"), ["event_id"], unique=False)

    op.create_table(
        "scan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("checkpoint_id", sa.Integer(), nullable=False),
        sa.Column("attendee_id", sa.Integer(), nullable=True),
        sa.Column("device", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "ok",
                "already",
                "wrong_event",
                "outside_hours",
                "revoked",
                "withdrawn",
                "not_approved",
                "unknown",
                "forged",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("scanned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("skew_seconds", sa.Integer(), nullable=False),
        sa.Column("scanned_by", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attendee_id"], ["attendee.id"], name=op.f("fk_scan_attendee_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["checkpoint_id"], ["checkpoint.id"], name=op.f("fk_scan_checkpoint_id")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_scan_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["scanned_by"], ["account.id"], name=op.f("fk_scan_scanned_by"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["undone_by"], ["account.id"], name=op.f("fk_scan_undone_by"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scan")),
        sa.UniqueConstraint("device", "key", name=op.f("uq_scan_device_key")),
    )
    with op.batch_alter_table("scan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scan_attendee_id"), ["attendee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_scan_checkpoint_id"), ["checkpoint_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_scan_event_id"), ["event_id"], unique=False)
        batch_op.create_index(
            "uq_scan_present",
            ["checkpoint_id", "attendee_id"],
            unique=True,
            sqlite_where=sa.text("verdict = 'ok' AND undone_at IS NULL"),
            postgresql_where=sa.text("verdict = 'ok' AND undone_at IS NULL"),
        )

    op.create_table(
        "story",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("name_key", sa.String(length=400), nullable=False),
        sa.Column("categories", sa.JSON(), nullable=False),
        sa.Column("brand_types", sa.JSON(), nullable=False),
        sa.Column("speaker_name", sa.String(length=80), nullable=False),
        sa.Column("contact_person", sa.String(length=80), nullable=False),
        sa.Column("contact_phone", sa.String(length=80), nullable=False),
        sa.Column("annex_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("entered", "withdrawn", name="state", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["annex_id"], ["annex.id"], name=op.f("fk_story_annex_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_story_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_story_organization_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_story")),
        sa.UniqueConstraint(
            "event_id", "organization_id", "name_key", name=op.f("uq_story_event_id_organization_id_name_key")
        ),
    )
    with op.batch_alter_table("story", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_story_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_story_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "ticket",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("attendee_id", sa.Integer(), nullable=False),
        sa.Column("key_id", sa.Integer(), nullable=False),
        sa.Column("serial", sa.String(length=16), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["attendee_id"], ["attendee.id"], name=op.f("fk_ticket_attendee_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_ticket_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["key_id"], ["event_key.id"], name=op.f("fk_ticket_key_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket")),
        sa.UniqueConstraint("serial", name=op.f("uq_ticket_serial")),
    )
    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ticket_attendee_id"), ["attendee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ticket_event_id"), ["event_id"], unique=False)

    op.create_table(
        "attendee_role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("attendee_id", sa.Integer(), nullable=False),
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.Column("result_id", sa.Integer(), nullable=True),
        sa.Column("story_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attendee_id"], ["attendee.id"], name=op.f("fk_attendee_role_attendee_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_attendee_role_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["result_id"], ["result.id"], name=op.f("fk_attendee_role_result_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["role_id"], ["role.id"], name=op.f("fk_attendee_role_role_id")),
        sa.ForeignKeyConstraint(
            ["story_id"], ["story.id"], name=op.f("fk_attendee_role_story_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendee_role")),
        sa.UniqueConstraint(
            "attendee_id",
            "role_id",
            "result_id",
            "story_id",
            name=op.f("uq_attendee_role_attendee_id_role_id_result_id_story_id"),
        ),
    )
    with op.batch_alter_table("attendee_role", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attendee_role_attendee_id"), ["attendee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attendee_role_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attendee_role_result_id"), ["result_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attendee_role_role_id"), ["role_id"], unique=False)
        batch_op.create_index("uq_attendee_role_story", ["story_id"], unique=True)

    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "administrator",
                "secretary",
                "organizer",
                "liaison",
                "volunteer",
                "judge",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("recommender_id", sa.Integer(), nullable=True),
        sa.Column("judge_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_membership_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_membership_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["judge_id"], ["judge.id"], name=op.f("fk_membership_judge_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["recommender_id"], ["recommender.id"], name=op.f("fk_membership_recommender_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint(
            "account_id",
            "event_id",
            "role",
            "recommender_id",
            name=op.f("uq_membership_account_id_event_id_role_recommender_id"),
        ),
        sa.UniqueConstraint("judge_id", name=op.f("uq_membership_judge_id")),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_membership_event_id"), ["event_id"], unique=False)
        batch_op.create_index(
            "uq_membership_plain",
            ["account_id", "event_id", "role"],
            unique=True,
            sqlite_where=sa.text("recommender_id IS NULL"),
            postgresql_where=sa.text("recommender_id IS NULL"),
        )

    op.create_table(
        "panel_seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("judge_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_chair", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_panel_seat_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["judge_id"], ["judge.id"], name=op.f("fk_panel_seat_judge_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_panel_seat_panel_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_seat")),
        sa.UniqueConstraint("judge_id", "starts_at", name=op.f("uq_panel_seat_judge_id_starts_at")),
        sa.UniqueConstraint("panel_id", "judge_id", name=op.f("uq_panel_seat_panel_id_judge_id")),
    )
    with op.batch_alter_table("panel_seat", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_panel_seat_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_panel_seat_judge_id"), ["judge_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_panel_seat_panel_id"), ["panel_id"], unique=False)

    op.create_table(
        "presentation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("result_id", sa.Integer(), nullable=True),
        sa.Column("story_id", sa.Integer(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "scheduled",
                "presented",
                "absent",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.CheckConstraint("(result_id IS NULL) <> (story_id IS NULL)", name=op.f("ck_presentation_one_subject")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_presentation_order")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_presentation_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["result_id"], ["result.id"], name=op.f("fk_presentation_result_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_presentation_session_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["story_id"], ["story.id"], name=op.f("fk_presentation_story_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presentation")),
        sa.UniqueConstraint("result_id", name=op.f("uq_presentation_result_id")),
        sa.UniqueConstraint("session_id", "starts_at", name=op.f("uq_presentation_session_id_starts_at")),
        sa.UniqueConstraint("story_id", name=op.f("uq_presentation_story_id")),
    )
    with op.batch_alter_table("presentation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_presentation_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_presentation_session_id"), ["session_id"], unique=False)

    op.create_table(
        "summary_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("summary_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("qc", "team", name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("postcode", sa.String(length=20), nullable=False),
        sa.Column("sort_unit_name", sa.String(length=400), nullable=False),
        sa.Column("company_name", sa.String(length=400), nullable=False),
        sa.Column("group_name", sa.String(length=400), nullable=False),
        sa.Column("recommended_level", sa.Integer(), nullable=True),
        sa.Column("topic_name", sa.String(length=400), nullable=False),
        sa.Column("member_count", sa.Integer(), nullable=True),
        sa.Column("contact_person", sa.String(length=80), nullable=False),
        sa.Column("contact_phone", sa.String(length=80), nullable=False),
        sa.Column("place", sa.String(length=400), nullable=False),
        sa.Column("result_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("recommended_level IN (1, 2)", name=op.f("ck_summary_row_level")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_summary_row_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["result_id"], ["result.id"], name=op.f("fk_summary_row_result_id")),
        sa.ForeignKeyConstraint(
            ["summary_id"], ["recommendation_summary.id"], name=op.f("fk_summary_row_summary_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_summary_row")),
        sa.UniqueConstraint("summary_id", "position", name=op.f("uq_summary_row_summary_id_position")),
    )
    with op.batch_alter_table("summary_row", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_summary_row_event_id"), ["event_id"], unique=False)
        batch_op.create_index("ix_summary_row_event_id_kind", ["event_id", "kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_summary_row_result_id"), ["result_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_summary_row_summary_id"), ["summary_id"], unique=False)

    op.create_table(
        "award",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("result_id", sa.Integer(), nullable=True),
        sa.Column("story_id", sa.Integer(), nullable=True),
        sa.Column("row_id", sa.Integer(), nullable=True),
        sa.Column("unit_name", sa.String(length=400), nullable=False),
        sa.Column("holder_name", sa.String(length=400), nullable=False),
        sa.Column("topic_name", sa.String(length=400), nullable=False),
        sa.Column("postcode", sa.String(length=80), nullable=False),
        sa.Column("recommended_level", sa.Integer(), nullable=True),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column(
            "reason",
            sa.Enum(
                "recommended",
                "story",
                "changed",
                "conflicting_levels",
                "conflicting_names",
                "no_level",
                "not_recommended",
                name="reason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed", "confirmed", "withdrawn", name="state", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("(result_id IS NULL) <> (story_id IS NULL)", name=op.f("ck_award_one_subject")),
        sa.CheckConstraint("level IS NULL OR level >= 1", name=op.f("ck_award_level")),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["account.id"], name=op.f("fk_award_confirmed_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_award_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["result_id"], ["result.id"], name=op.f("fk_award_result_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["row_id"], ["summary_row.id"], name=op.f("fk_award_row_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["story_id"], ["story.id"], name=op.f("fk_award_story_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award")),
        sa.UniqueConstraint("result_id", name=op.f("uq_award_result_id")),
        sa.UniqueConstraint("story_id", name=op.f("uq_award_story_id")),
    )
    with op.batch_alter_table("award", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_award_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_award_row_id"), ["row_id"], unique=False)

    op.create_table(
        "recusal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("judge_id", sa.Integer(), nullable=False),
        sa.Column("presentation_id", sa.Integer(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "same_unit",
                "same_company",
                "same_region",
                "member",
                "adviser",
                "declared",
                name="reason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("declared_by", sa.Integer(), nullable=True),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["declared_by"], ["account.id"], name=op.f("fk_recusal_declared_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_recusal_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["judge_id"], ["judge.id"], name=op.f("fk_recusal_judge_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["presentation_id"], ["presentation.id"], name=op.f("fk_recusal_presentation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recusal")),
        sa.UniqueConstraint("judge_id", "presentation_id", name=op.f("uq_recusal_judge_id_presentation_id")),
    )
    with op.batch_alter_table("recusal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recusal_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_recusal_presentation_id"), ["presentation_id"], unique=False)

    op.create_table(
        "score",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("presentation_id", sa.Integer(), nullable=False),
        sa.Column("judge_id", sa.Integer(), nullable=False),
        sa.Column("sheet_version_id", sa.Integer(), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("total", sa.Numeric(precision=7, scale=2), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("total >= 0", name=op.f("ck_score_total")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_score_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["judge_id"], ["judge.id"], name=op.f("fk_score_judge_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["presentation_id"], ["presentation.id"], name=op.f("fk_score_presentation_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["sheet_version_id"], ["score_sheet_version.id"], name=op.f("fk_score_sheet_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score")),
        sa.UniqueConstraint("presentation_id", "judge_id", name=op.f("uq_score_presentation_id_judge_id")),
    )
    with op.batch_alter_table("score", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_score_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_score_judge_id"), ["judge_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_score_presentation_id"), ["presentation_id"], unique=False)

    op.create_table(
        "certificate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("award_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("key_id", sa.Integer(), nullable=False),
        sa.Column("unit_name", sa.String(length=400), nullable=False),
        sa.Column("holder_name", sa.String(length=400), nullable=False),
        sa.Column("topic_name", sa.String(length=400), nullable=False),
        sa.Column("level_name", sa.String(length=80), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawal_reason", sa.String(length=400), nullable=False),
        sa.Column("replaced_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_certificate_award_id")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_certificate_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["key_id"], ["event_key.id"], name=op.f("fk_certificate_key_id")),
        sa.ForeignKeyConstraint(
            ["replaced_by_id"], ["certificate.id"], name=op.f("fk_certificate_replaced_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("event_id", "kind", "sequence", name=op.f("uq_certificate_event_id_kind_sequence")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_certificate_event_id_number")),
    )
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_certificate_award_id"), ["award_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_certificate_event_id"), ["event_id"], unique=False)
        batch_op.create_index(
            "uq_certificate_valid",
            ["award_id"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )


def downgrade():

    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_certificate_valid",
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_certificate_event_id"))
        batch_op.drop_index(batch_op.f("ix_certificate_award_id"))

    op.drop_table("certificate")
    with op.batch_alter_table("score", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_score_presentation_id"))
        batch_op.drop_index(batch_op.f("ix_score_judge_id"))
        batch_op.drop_index(batch_op.f("ix_score_event_id"))

    op.drop_table("score")
    with op.batch_alter_table("recusal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recusal_presentation_id"))
        batch_op.drop_index(batch_op.f("ix_recusal_event_id"))

    op.drop_table("recusal")
    with op.batch_alter_table("award", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_award_row_id"))
        batch_op.drop_index(batch_op.f("ix_award_event_id"))

    op.drop_table("award")
    with op.batch_alter_table("summary_row", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_summary_row_summary_id"))
        batch_op.drop_index(batch_op.f("ix_summary_row_result_id"))
        batch_op.drop_index("ix_summary_row_event_id_kind")
        batch_op.drop_index(batch_op.f("ix_summary_row_event_id"))

    op.drop_table("summary_row")
    with op.batch_alter_table("presentation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_presentation_session_id"))
        batch_op.drop_index(batch_op.f("ix_presentation_event_id"))

    op.drop_table("presentation")
    with op.batch_alter_table("panel_seat", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_panel_seat_panel_id"))
        batch_op.drop_index(batch_op.f("ix_panel_seat_judge_id"))
        batch_op.drop_index(batch_op.f("ix_panel_seat_event_id"))

    op.drop_table("panel_seat")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_membership_plain",
            sqlite_where=sa.text("recommender_id IS NULL"),
            postgresql_where=sa.text("recommender_id IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_membership_event_id"))
        batch_op.drop_index(batch_op.f("ix_membership_account_id"))

    op.drop_table("membership")
    with op.batch_alter_table("attendee_role", schema=None) as batch_op:
        batch_op.drop_index("uq_attendee_role_story")
        batch_op.drop_index(batch_op.f("ix_attendee_role_role_id"))
        batch_op.drop_index(batch_op.f("ix_attendee_role_result_id"))
        batch_op.drop_index(batch_op.f("ix_attendee_role_event_id"))
        batch_op.drop_index(batch_op.f("ix_attendee_role_attendee_id"))

    op.drop_table("attendee_role")
    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ticket_event_id"))
        batch_op.drop_index(batch_op.f("ix_ticket_attendee_id"))

    op.drop_table("ticket")
    with op.batch_alter_table("story", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_story_organization_id"))
        batch_op.drop_index(batch_op.f("ix_story_event_id"))

    op.drop_table("story")
    with op.batch_alter_table("scan", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_scan_present",
            sqlite_where=sa.text("verdict = 'ok' AND undone_at IS NULL"),
            postgresql_where=sa.text("verdict = 'ok' AND undone_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_scan_event_id"))
        batch_op.drop_index(batch_op.f("ix_scan_checkpoint_id"))
        batch_op.drop_index(batch_op.f("ix_scan_attendee_id"))

    op.drop_table("scan")
    with op.batch_alter_table("result", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_result_event_id"))

    op.drop_table("result")
    with op.batch_alter_table("recommendation_summary", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recommendation_summary_event_id"))

    op.drop_table("recommendation_summary")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_message_state"))
        batch_op.drop_index(batch_op.f("ix_message_event_id"))
        batch_op.drop_index(batch_op.f("ix_message_attendee_id"))

    op.drop_table("message")
    with op.batch_alter_table("judge", schema=None) as batch_op:
        batch_op.drop_index("uq_judge_person")
        batch_op.drop_index(batch_op.f("ix_judge_organization_id"))
        batch_op.drop_index(batch_op.f("ix_judge_event_id"))

    op.drop_table("judge")
    with op.batch_alter_table("annex_version", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_annex_version_file",
            sqlite_where=sa.text("file_id IS NOT NULL"),
            postgresql_where=sa.text("file_id IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_annex_version_annex_id"))

    op.drop_table("annex_version")
    with op.batch_alter_table("quality_group", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quality_group_organization_id"))
        batch_op.drop_index(batch_op.f("ix_quality_group_event_id"))

    op.drop_table("quality_group")
    with op.batch_alter_table("panel", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_panel_event_id"))

    op.drop_table("panel")
    with op.batch_alter_table("file_reading", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_file_reading_recommender_id"))
        batch_op.drop_index(batch_op.f("ix_file_reading_job_id"))
        batch_op.drop_index(batch_op.f("ix_file_reading_event_id"))

    op.drop_table("file_reading")
    with op.batch_alter_table("attendee", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_attendee_person",
            sqlite_where=sa.text("state != 'cancelled'"),
            postgresql_where=sa.text("state != 'cancelled'"),
        )
        batch_op.drop_index(batch_op.f("ix_attendee_organization_id"))
        batch_op.drop_index("ix_attendee_event_id_state")
        batch_op.drop_index("ix_attendee_event_id_name_key")
        batch_op.drop_index("ix_attendee_event_id_mobile")
        batch_op.drop_index(batch_op.f("ix_attendee_event_id"))

    op.drop_table("attendee")
    with op.batch_alter_table("annex", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_annex_recommender_id"))
        batch_op.drop_index(batch_op.f("ix_annex_organization_id"))
        batch_op.drop_index(batch_op.f("ix_annex_event_id"))

    op.drop_table("annex")
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_room_id"))
        batch_op.drop_index(batch_op.f("ix_session_event_id"))

    op.drop_table("session")
    with op.batch_alter_table("score_sheet_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_score_sheet_version_sheet_id"))

    op.drop_table("score_sheet_version")
    with op.batch_alter_table("organization", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organization_event_id"))

    op.drop_table("organization")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index("ix_job_state_beat_at")
        batch_op.drop_index(batch_op.f("ix_job_event_id"))
        batch_op.drop_index(batch_op.f("ix_job_created_by"))

    op.drop_table("job")
    with op.batch_alter_table("track", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_track_event_id"))

    op.drop_table("track")
    with op.batch_alter_table("stored_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stored_file_event_id"))

    op.drop_table("stored_file")
    with op.batch_alter_table("score_sheet", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_score_sheet_event_id"))

    op.drop_table("score_sheet")
    with op.batch_alter_table("room", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_room_event_id"))

    op.drop_table("room")
    with op.batch_alter_table("role", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_role_event_id"))

    op.drop_table("role")
    with op.batch_alter_table("recommender", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recommender_event_id"))

    op.drop_table("recommender")
    with op.batch_alter_table("event_key", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_key_event_id"))

    op.drop_table("event_key")
    with op.batch_alter_table("checkpoint", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_checkpoint_event_id"))

    op.drop_table("checkpoint")
    with op.batch_alter_table("block", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_block_event_id"))

    op.drop_table("block")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_entry_chain_subject_position")

    op.drop_table("audit_entry")
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_attempt_login_key"))
        batch_op.drop_index(batch_op.f("ix_sign_in_attempt_address"))

    op.drop_table("sign_in_attempt")
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_event_default", sqlite_where=sa.text("is_default"), postgresql_where=sa.text("is_default")
        )

    op.drop_table("event")
    op.drop_table("audit_head")
    op.drop_table("account")
