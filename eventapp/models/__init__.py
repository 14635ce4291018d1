"""THE FILING CABINET: tables and constraints, no rules. Importing this package knows every table."""

from eventapp.models.account import Account, Membership, SignInAttempt
from eventapp.models.annex import Annex, AnnexAttachment, AnnexStep, AnnexVersion, FileReading, StoredFile
from eventapp.models.attendee import Attendee, AttendeeRole, AttendeeWord, Role, Ticket
from eventapp.models.audit import AuditEntry, AuditHead
from eventapp.models.award import Award, Certificate
from eventapp.models.badge import BadgeClass, BadgeDesign, BadgePrint
from eventapp.models.checkin import Checkpoint, Scan
from eventapp.models.event import Event, EventKey, Track
from eventapp.models.job import Job
from eventapp.models.judging import Score, ScoreSheet, ScoreSheetVersion
from eventapp.models.mailbox import Letter, Mailbox
from eventapp.models.message import Mailing, Message, MessageTemplate
from eventapp.models.organization import Organization, Recommender
from eventapp.models.recommendation import (
    DuplicatePair,
    Group,
    RecommendationSummary,
    Result,
    Settlement,
    Story,
    SummaryRow,
)
from eventapp.models.registration import BulkAction, Delegation, Invitation, RegistrationForm, SavedView
from eventapp.models.schedule import Block, Judge, Panel, PanelSeat, Presentation, Recusal, Room, Session

__all__ = [
    "Account", "Annex", "AnnexAttachment", "AnnexStep", "AnnexVersion", "Attendee", "AttendeeRole", "AttendeeWord", "AuditEntry", "AuditHead", "Award", "BadgeClass", "BadgeDesign", "BadgePrint", "Block", "BulkAction",
    "Certificate", "Checkpoint", "Delegation", "DuplicatePair", "Event", "EventKey", "FileReading", "Group", "Invitation", "Job", "Judge", "Letter", "Mailbox", "Mailing", "Membership", "Message", "MessageTemplate",
    "Organization", "Panel", "PanelSeat", "Presentation", "RecommendationSummary", "Recommender", "Recusal", "RegistrationForm", "Result",
    "Role", "Room", "SavedView", "Scan", "Score", "ScoreSheet", "ScoreSheetVersion", "Session", "Settlement", "SignInAttempt", "StoredFile",
    "Story", "SummaryRow", "Ticket", "Track",
]  # fmt: skip
