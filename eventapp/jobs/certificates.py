"""Printing certificates: all valid ones of an edition in one file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flask import current_app

from eventapp.documents.certificates import glyph_faults
from eventapp.documents.certificates.pdf import write_pdf
from eventapp.documents.certificates.word import write_word
from eventapp.documents.qr import qr_svg
from eventapp.documents.sealing import unseal
from eventapp.documents.tickets import sign_certificate
from eventapp.domain.certificates import CertificatePrint, signed_url
from eventapp.domain.refusals import Refusal
from eventapp.domain.words import N_
from eventapp.jobs.run import JobRun, Outcome
from eventapp.services import certificates, events
from eventapp.services.certificates import ReadyPrint

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
# drawing the QR codes is more than half of the work; what then remains is one step that cannot say how far it is
QR_SHARE = 0.6


def do_print_certificates(run: JobRun) -> Outcome:
    """Sign every valid certificate, check its characters, and set all of them into one PDF or Word file."""
    suffix = run.params["format"]
    ready = certificates.list_prints(run.edition)
    if not ready:
        raise Refusal("还没有可以打印的证书，请先颁发证书。")
    total = round(len(ready) / QR_SHARE)
    prints = []
    for done, printed in enumerate(signed_prints(run, ready), start=1):
        prints.append(printed)
        qr_svg(printed.verify_url)  # kept by its cache for the writer
        run.progress(done, total, N_("正在签名并生成二维码"))
    faults = glyph_faults(prints, run.settings.fonts_path) if suffix == "pdf" else []
    run.progress(len(ready), total, N_("正在排版"))
    content = write_pdf(prints, run.settings.fonts_path) if suffix == "pdf" else write_word(prints)
    file_id = run.keep_file(f"{run.edition.short_name}证书.{suffix}", MEDIA_TYPES[suffix], content)
    note = N_("证书文件已生成；有些字字库里没有，请看清单。") if faults else N_("证书文件已生成。")
    figures = {"count": len(prints), "bytes": len(content), "faults": [f"{fault.where}：{fault}" for fault in faults]}
    return Outcome(note, figures, file_id)


def signed_prints(run: JobRun, ready: list[ReadyPrint]) -> Iterator[CertificatePrint]:
    """Put the signed address of the public page on every print; a certificate keeps the key it was issued with."""
    keys = {}
    for each in ready:
        if each.key_id not in keys:
            sealed = events.get_key(run.edition, each.key_id).sealed_private_key
            keys[each.key_id] = unseal(sealed, secret_key=run.settings.secret_key)
        signature = sign_certificate(each.printed.number, each.printed.digest, keys[each.key_id])
        url = signed_url(page_of(run, each.code), signature)
        yield replace(each.printed, verify_url=url)


def page_of(run: JobRun, code: str) -> str:
    """The address of the public page, without a request to take the host from."""
    adapter = current_app.url_map.bind("")
    path = adapter.build("certificates.verify_certificate", {"edition": run.edition.slug, "code": code})
    return run.settings.public_url.rstrip("/") + path
