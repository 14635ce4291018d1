"""Mails that came back, invented after those that servers and providers write."""

from __future__ import annotations

import base64

ORIGINAL = (
    "From: office@example.com\r\nTo: guest@example.com\r\nMessage-ID: <{number}>\r\nSubject: hello\r\n\r\ntext\r\n"
)


def a_report(number: str, *, action: str = "failed", status: str = "5.1.1") -> bytes:
    """A report as of RFC 3464, with the mail it is about."""
    return "\r\n".join(
        [
            "Return-Path: <>", "From: Mail Delivery System <MAILER-DAEMON@mx.example.com>", "To: office@example.com",
            "Subject: Undelivered Mail Returned to Sender", "Message-ID: <report@mx.example.com>",
            "Auto-Submitted: auto-replied", "MIME-Version: 1.0",
            'Content-Type: multipart/report; report-type=delivery-status; boundary="b"', "",
            "--b", "Content-Type: text/plain; charset=us-ascii", "", "I am sorry to inform you.", "",
            "--b", "Content-Type: message/delivery-status", "", "Reporting-MTA: dns; mx.example.com", "",
            "Final-Recipient: rfc822; guest@example.com", f"Action: {action}", f"Status: {status}",
            "Diagnostic-Code: smtp; 550 5.1.1 <guest@example.com>:", "    user unknown", "",
            "--b", "Content-Type: message/rfc822", "", ORIGINAL.format(number=number), "--b--", "",
        ]
    ).encode()  # fmt: skip


def a_returned_mail(number: str, *, charset: str = "gb18030", sender: str = "PostMaster@qq.example.com") -> bytes:
    """What a provider writes who uses no report: words, and the head of the mail as an attached text."""
    words = base64.encodebytes("很抱歉您的邮件被退回到您的邮箱，退信原因：收件人邮箱不存在".encode(charset)).decode()
    head = base64.encodebytes(ORIGINAL.format(number=number).encode()).decode()
    return "\r\n".join(
        [
            f"From: {sender}", "To: office@example.com", "Subject: =?utf-8?b?" + base64.b64encode("退信".encode()).decode() + "?=",
            "Message-ID: <back@qq.example.com>", "MIME-Version: 1.0", 'Content-Type: multipart/mixed; boundary="b"', "",
            "--b", f"Content-Type: text/plain; charset={charset}", "Content-Transfer-Encoding: base64", "", words,
            "--b", "Content-Type: text/plain; charset=us-ascii", "Content-Transfer-Encoding: base64", "", head, "--b--", "",
        ]
    ).encode()  # fmt: skip
