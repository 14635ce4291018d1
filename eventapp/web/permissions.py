"""Who may do what: every route and method in one table. What is not written here nobody may."""

from __future__ import annotations

from eventapp.domain.people import StaffRole

Audience = frozenset[StaffRole] | str

EVERYONE = "everyone"
SIGNED_IN = "signed in"

ADMINISTRATOR = frozenset({StaffRole.ADMINISTRATOR})
SECRETARY = ADMINISTRATOR | {StaffRole.SECRETARY}
ORGANIZERS = SECRETARY | {StaffRole.ORGANIZER}
LIAISONS = ORGANIZERS | {StaffRole.LIAISON}
DESK = ORGANIZERS | {StaffRole.VOLUNTEER}
JUDGES = frozenset({StaffRole.JUDGE})

WHO_MAY: dict[str, dict[str, Audience]] = {
    "static": {"GET": EVERYONE},
    "health.show_health": {"GET": EVERYONE},
    "health.show_readiness": {"GET": EVERYONE},
    "style_guide.show_style_guide": {"GET": EVERYONE},
    # accounts
    "accounts.sign_in": {"GET": EVERYONE, "POST": EVERYONE},
    "accounts.second_factor": {"GET": EVERYONE, "POST": EVERYONE},
    "accounts.sign_out": {"POST": SIGNED_IN},
    "accounts.show_account": {"GET": SIGNED_IN},
    "accounts.change_password": {"POST": SIGNED_IN},
    "accounts.offer_totp": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "accounts.remove_totp": {"POST": SIGNED_IN},
    # events
    "front.show_front": {"GET": EVERYONE},
    "events.show_event": {"GET": EVERYONE},
    "events.show_dashboard": {"GET": SIGNED_IN},
    # jobs
    "jobs.list_jobs": {"GET": SIGNED_IN},
    "jobs.show_job": {"GET": SIGNED_IN},
    "jobs.show_progress": {"GET": SIGNED_IN},
    "jobs.cancel_job": {"POST": SIGNED_IN},
    "jobs.retry_job": {"POST": SIGNED_IN},
    "jobs.download_result": {"GET": SIGNED_IN},
    # audit and messages
    "audit.list_entries": {"GET": SECRETARY},
    "messages.list_messages": {"GET": ORGANIZERS},
    "messages.show_message": {"GET": ORGANIZERS},
    "messages.resend_message": {"POST": SECRETARY},
    "messages.list_wordings": {"GET": SECRETARY},
    "messages.edit_wording": {"GET": SECRETARY, "POST": SECRETARY},
    "messages.reset_wording": {"POST": SECRETARY},
    "mailings.list_mailings": {"GET": ORGANIZERS},
    "mailings.write_mailing": {"GET": ORGANIZERS, "POST": ORGANIZERS},
    "mailings.edit_mailing": {"GET": ORGANIZERS, "POST": ORGANIZERS},
    "mailings.preview_mailing": {"GET": ORGANIZERS},
    "mailings.send_mailing": {"POST": ORGANIZERS},
    "mailings.show_mailing": {"GET": ORGANIZERS},
    "mailings.stop_mailing": {"POST": ORGANIZERS},
    "mailings.retry_mailing": {"POST": ORGANIZERS},
    "mailings.drop_mailing": {"POST": ORGANIZERS},
    # members: accounts and roles of the edition
    "members.list_members": {"GET": SECRETARY},
    "members.add_member": {"GET": SECRETARY, "POST": SECRETARY},
    "members.show_password": {"GET": SECRETARY},
    "members.show_member": {"GET": SECRETARY},
    "members.reset_password": {"POST": SECRETARY},
    "members.remove_member": {"POST": SECRETARY},
    "members.close_account": {"POST": ADMINISTRATOR},
    "members.reopen_account": {"POST": ADMINISTRATOR},
    # annexes: files in
    "annexes.list_readings": {"GET": ORGANIZERS},
    "annexes.import_files": {"GET": SECRETARY, "POST": SECRETARY},
    "annexes.keep_files": {"POST": SECRETARY},
    "annexes.handle_readings": {"POST": SECRETARY},
    "annexes.return_readings": {"GET": SECRETARY, "POST": SECRETARY},
    "annexes.show_reading": {"GET": ORGANIZERS},
    "annexes.show_annex": {"GET": LIAISONS},
    "annexes.download_file": {"GET": ORGANIZERS},
    # submissions: the six forms as pages; by_key: the secret link of one form is the key to it alone
    "submissions.list_forms": {"GET": EVERYONE},
    "submissions.download_blank": {"GET": EVERYONE},
    "submissions.list_submissions": {"GET": LIAISONS},
    "submissions.open_submission": {"GET": LIAISONS, "POST": LIAISONS},
    "submissions.show_submission": {"GET": LIAISONS},
    "submissions.show_submission_by_key": {"GET": EVERYONE},
    "submissions.save_draft": {"POST": LIAISONS},
    "submissions.save_draft_by_key": {"POST": EVERYONE},
    "submissions.submit_form": {"POST": LIAISONS},
    "submissions.submit_form_by_key": {"POST": EVERYONE},
    "submissions.upload_form": {"POST": LIAISONS},
    "submissions.upload_form_by_key": {"POST": EVERYONE},
    "submissions.show_filling": {"GET": LIAISONS},
    "submissions.show_filling_by_key": {"GET": EVERYONE},
    "submissions.settle_offer": {"POST": LIAISONS},
    "submissions.settle_offer_by_key": {"POST": EVERYONE},
    "submissions.attach_file": {"POST": LIAISONS},
    "submissions.attach_file_by_key": {"POST": EVERYONE},
    "submissions.download_attachment": {"GET": LIAISONS},
    "submissions.download_attachment_by_key": {"GET": EVERYONE},
    "submissions.remove_attachment": {"POST": LIAISONS},
    "submissions.remove_attachment_by_key": {"POST": EVERYONE},
    "submissions.download_form": {"GET": LIAISONS},
    "submissions.download_form_by_key": {"GET": EVERYONE},
    "submissions.withdraw_submission": {"POST": LIAISONS},
    "submissions.make_link": {"POST": LIAISONS},
    "submissions.revoke_link": {"POST": LIAISONS},
    "submissions.return_submission": {"GET": ORGANIZERS, "POST": ORGANIZERS},
    "submissions.accept_submission": {"POST": ORGANIZERS},
    "submissions.extend_submission": {"POST": ORGANIZERS},
    "submissions.list_bodies": {"GET": ORGANIZERS},
    "submissions.set_body": {"POST": ORGANIZERS},
    # mailboxes that papers are sent to
    "mailboxes.list_mailboxes": {"GET": SECRETARY},
    "mailboxes.edit_mailbox": {"GET": SECRETARY, "POST": SECRETARY},
    "mailboxes.test_mailbox": {"POST": SECRETARY},
    "mailboxes.fetch_mailbox": {"POST": SECRETARY},
    "mailboxes.remove_mailbox": {"POST": SECRETARY},
    # recommendations
    "recommendations.list_summaries": {"GET": LIAISONS},
    "recommendations.show_summary": {"GET": LIAISONS},
    "recommendations.list_results": {"GET": LIAISONS},
    "recommendations.show_result": {"GET": LIAISONS},
    "recommendations.list_stories": {"GET": LIAISONS},
    "recommendations.show_story": {"GET": LIAISONS},
    "workbench.show_workbench": {"GET": LIAISONS},
    "workbench.choose_level": {"POST": LIAISONS},
    "workbench.list_group": {"POST": LIAISONS},
    "workbench.unlist_group": {"POST": LIAISONS},
    "workbench.open_form": {"POST": LIAISONS},
    "workbench.build_list": {"GET": LIAISONS, "POST": LIAISONS},
    "workbench.download_list": {"GET": LIAISONS},
    "workbench.sign_list": {"POST": LIAISONS},
    # double submissions
    "duplicates.list_pairs": {"GET": ORGANIZERS},
    "duplicates.merge_results": {"POST": SECRETARY},
    "duplicates.declare_different": {"POST": SECRETARY},
    "duplicates.undo_decision": {"POST": SECRETARY},
    "duplicates.merge_sure": {"GET": SECRETARY, "POST": SECRETARY},
    "reconciliation.list_summaries": {"GET": LIAISONS},
    "reconciliation.list_differences": {"GET": LIAISONS},
    "reconciliation.settle_differences": {"POST": LIAISONS},
    "reconciliation.reopen_difference": {"POST": LIAISONS},
    "reconciliation.join_form": {"POST": LIAISONS},
    # activity: annexes 5 and 6; a liaison sees what their own bodies sent
    "activity.show_statistics": {"GET": LIAISONS},
    "activity.show_body": {"GET": LIAISONS},
    "activity.download_statistics": {"GET": LIAISONS},
    "activity.download_official": {"GET": LIAISONS},
    "activity.list_reports": {"GET": LIAISONS},
    "activity.show_report": {"GET": LIAISONS},
    # roles of the edition, and who is invited into one
    "roles.list_roles": {"GET": ORGANIZERS},
    "roles.add_role": {"GET": SECRETARY, "POST": SECRETARY},
    "roles.edit_role": {"GET": ORGANIZERS, "POST": ORGANIZERS},
    "roles.move_role": {"POST": ORGANIZERS},
    "roles.switch_role": {"POST": ORGANIZERS},
    "roles.edit_settings": {"GET": SECRETARY, "POST": SECRETARY},
    "invitations.list_invitations": {"GET": ORGANIZERS},
    "invitations.invite_people": {"POST": ORGANIZERS},
    "invitations.revoke_invitation": {"POST": ORGANIZERS},
    "invitations.renew_invitation": {"POST": ORGANIZERS},
    "invitations.take_invitation": {"GET": EVERYONE, "POST": EVERYONE},  # the secret link is the key
    # registration
    "registration.choose_role": {"GET": EVERYONE},
    "registration.register": {"GET": EVERYONE, "POST": EVERYONE},
    "registration.find_units": {"GET": EVERYONE},
    "registration.suggest_units": {"GET": EVERYONE},
    "registration.show_received": {"GET": EVERYONE},
    "registration.show_registration": {"GET": EVERYONE},  # the secret link is the key
    "registration.edit_registration": {"GET": EVERYONE, "POST": EVERYONE},
    "registration.cancel_registration": {"POST": EVERYONE},
    "registration.show_ticket_image": {"GET": EVERYONE},
    "registration.open_ticket": {"GET": EVERYONE},  # what a ticket's QR opens in WeChat: nothing personal
    "registration.list_attendees": {"GET": ORGANIZERS},
    "registration.show_attendee": {"GET": ORGANIZERS},
    "registration.decide_attendee": {"POST": ORGANIZERS},
    "registration.renew_link": {"POST": ORGANIZERS},
    "registration_fields.edit_fields": {"GET": ORGANIZERS, "POST": ORGANIZERS},
    # tickets: signing keys, the lost link, parts of the own page (the secret link is the key)
    "tickets.list_keys": {"GET": SECRETARY},
    "tickets.make_key": {"POST": SECRETARY},
    "tickets.distrust_key": {"GET": SECRETARY, "POST": SECRETARY},
    "tickets.list_revocations": {"GET": EVERYONE},  # public keys and serials for scanners, no names
    "tickets.ask_link": {"GET": EVERYONE, "POST": EVERYONE},
    "tickets.download_calendar": {"GET": EVERYONE},
    "tickets.show_moment": {"GET": EVERYONE},
    "tickets.show_worker": {"GET": EVERYONE},
    "tickets.accept_place": {"POST": EVERYONE},
    "tickets.decline_place": {"POST": EVERYONE},
    # personal data: one's own by the secret link; requests and how long everything is kept
    "privacy.show_data": {"GET": EVERYONE},
    "privacy.download_data": {"GET": EVERYONE},
    "privacy.ask_erasure": {"POST": EVERYONE},
    "privacy.withdraw_erasure": {"POST": EVERYONE},
    "privacy.list_requests": {"GET": ORGANIZERS},
    "privacy.erase_attendees": {"POST": SECRETARY},
    "privacy.refuse_erasure": {"GET": SECRETARY, "POST": SECRETARY},
    "privacy.set_retention": {"GET": SECRETARY, "POST": SECRETARY},
    # badges
    "badges.list_designs": {"GET": ORGANIZERS},
    "badges.ship_badges": {"POST": ORGANIZERS},
    "badges.add_design": {"POST": ORGANIZERS},
    "badges.edit_design": {"GET": ORGANIZERS, "POST": ORGANIZERS},
    "badges.preview_design": {"POST": ORGANIZERS},
    "badges.remove_design": {"POST": ORGANIZERS},
    "badges.show_side": {"GET": ORGANIZERS},
    "badges.save_classes": {"POST": ORGANIZERS},
    "badges.remove_class": {"POST": ORGANIZERS},
    "badges.print_badges": {"GET": ORGANIZERS, "POST": ORGANIZERS},
    "badges.print_badge": {"GET": DESK, "POST": DESK},
    "badges.list_prints": {"GET": ORGANIZERS},
    # schedule
    "schedule.show_schedule": {"GET": EVERYONE},
    "schedule.show_plan": {"GET": ORGANIZERS},
    "schedule.make_plan": {"POST": ORGANIZERS},
    "schedule.publish_schedule": {"POST": ORGANIZERS},
    "schedule.withdraw_schedule": {"POST": ORGANIZERS},
    "schedule.list_panels": {"GET": ORGANIZERS},
    # check-in
    "checkin.list_checkpoints": {"GET": DESK},
    "checkin.show_scanner": {"GET": DESK},
    "checkin.scan_code": {"POST": DESK},
    "checkin.type_code": {"POST": DESK},
    "checkin.show_counts": {"GET": DESK},
    "checkin.list_counts": {"GET": DESK},
    "checkin.list_scans": {"GET": DESK},
    "checkin.undo_scan": {"POST": DESK},
    # desk: people who come, seen with masked mobiles
    "desk.register_walk_in": {"GET": DESK, "POST": DESK},
    "desk.show_person": {"GET": DESK},
    "desk.check_in_person": {"POST": DESK},
    # judging
    "judging.list_presentations": {"GET": JUDGES},
    "judging.score_presentation": {"GET": JUDGES, "POST": JUDGES},
    "judging.list_scores": {"GET": ORGANIZERS},
    # awards and certificates
    "awards.list_awards": {"GET": ORGANIZERS},
    "awards.propose_awards": {"POST": SECRETARY},
    "awards.change_level": {"GET": SECRETARY, "POST": SECRETARY},
    "awards.confirm_awards": {"POST": SECRETARY},
    "certificates.list_certificates": {"GET": ORGANIZERS},
    "certificates.issue_certificates": {"POST": SECRETARY},
    "certificates.print_certificates": {"POST": SECRETARY},
    "certificates.withdraw_certificate": {"GET": SECRETARY, "POST": SECRETARY},
    "certificates.find_certificate": {"GET": EVERYONE},
    "certificates.verify_certificate": {"GET": EVERYONE},
}


def audience_of(endpoint: str, method: str) -> Audience | None:
    """Who may call this endpoint by this method; None means nobody."""
    return WHO_MAY.get(endpoint, {}).get("GET" if method == "HEAD" else method)
