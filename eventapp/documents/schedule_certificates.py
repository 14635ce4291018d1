"""Proofs of infeasibility in the words of the schema `qc-conf-schedule/1`."""

from __future__ import annotations

from typing import Any

from eventapp.domain.schedule_certificates import Certificate, CertificateKind


def certificate_document(certificate: Certificate) -> dict[str, Any]:
    """The `certificate` of a solution whose status is `infeasible`."""
    found: dict[str, Any] = {"type": certificate.kind.value}
    match certificate.kind:
        case CertificateKind.SLOTS:
            found["talks"] = list(certificate.talks)
        case CertificateKind.ROOMS | CertificateKind.JUDGES:
            found["categories"] = list(certificate.tracks)
        case CertificateKind.PERSON:
            found["person"] = certificate.person
        case CertificateKind.DEMANDS:
            found["demands"] = [str(demand) for demand in certificate.demands]
    return found
