"""What a sender is told when a whole file is refused: what is wrong and how to mend it, one sentence a reason."""

from __future__ import annotations

from collections.abc import Mapping

from eventapp.domain.refusals import Fault, Severity
from eventapp.domain.words import N_

REFUSALS: Mapping[str, str] = {
    "encrypted": N_("文件“%(name)s”设有密码，无法读取；请取消密码后重新上传。"),
    "corrupt": N_("文件“%(name)s”已损坏或不完整，无法打开；请用 Word 或 Excel 重新保存后上传。"),
    "empty_file": N_("文件“%(name)s”是空的（0 字节）；请检查后重新上传。"),
    "zip_bomb": N_("文件“%(name)s”展开后过大，已停止读取；请删去多余内容后重新保存上传。"),
    "too_large": N_("文件“%(name)s”超过大小限制；请删去图片等多余内容后重新上传。"),
    "cell_too_long": N_("文件“%(name)s”里有一格文字过长（超过 5 万字）；请把大段材料另作附件，表内只留摘要。"),
    "macro": N_("文件“%(name)s”带有宏，出于安全不予读取；请另存为不带宏的 .docx 或 .xlsx 后上传。"),
    "malicious_xml": N_("文件“%(name)s”含有不安全的内容，已停止读取；请用 Word 或 Excel 重新保存后上传。"),
    "unsupported_type": N_("文件“%(name)s”的格式不能读取；请另存为 .docx 或 .xlsx 后上传。"),
    "old_word": N_("文件“%(name)s”是旧版 Word 格式（.doc）；请用 Word 或 WPS 打开，另存为 .docx 后重新上传。"),
    "rich_text": N_("文件“%(name)s”是 RTF 格式；请用 Word 或 WPS 打开，另存为 .docx 后重新上传。"),
    "scan": N_(
        "文件“%(name)s”是 PDF 或图片，不能读取其中的文字；请另交填好的 Word 或 Excel 表格，盖章扫描件请作为附件上传。"
    ),
    "other_archive": N_("文件“%(name)s”是不能展开的压缩包；请改用 zip 格式压缩，或直接上传其中的文件。"),
    "outlook_mail": N_("文件“%(name)s”是 Outlook 邮件（.msg）；请把其中的附件保存出来上传，或将邮件另存为 .eml。"),
    "too_slow": N_("读取文件“%(name)s”超过了时间限制，已停止；请删去多余内容后重新上传。"),
    "too_much_memory": N_("读取文件“%(name)s”需要的内存超过了限制，已停止；请删去多余内容后重新上传。"),
    "too_many_rows": N_("文件“%(name)s”的行数超过了限制；请删去空行和多余内容，或分成几个文件上传。"),
    "reader_died": N_("读取文件“%(name)s”时出现意外，文件可能已损坏；请用 Word 或 Excel 重新保存后上传。"),
    "not_converted": N_(
        "旧版 Word 文件“%(name)s”不能打开，可能已损坏；请用 Word 或 WPS 打开，另存为 .docx 后重新上传。"
    ),
    "unsafe_path": N_("压缩包里的“%(name)s”指向压缩包以外的位置，已停止读取；请重新压缩后上传。"),
    "nested_too_deep": N_("压缩包“%(name)s”里层层又是压缩包，已停止读取；请把文件放在一个压缩包里重新上传。"),
    "empty_archive": N_("压缩包“%(name)s”里没有可读取的文件；请检查后重新压缩上传。"),
    "no_attachment": N_("邮件“%(name)s”没有可读取的附件；请把填好的 Word 或 Excel 表格作为附件重新发送。"),
    "nothing_usable": N_("“%(name)s”里的文件都不能使用，原因见其中每个文件。"),
    "not_a_form": N_("文件“%(name)s”里没有找到通知规定的附件一至附件六；请使用通知所附的表格填写。"),
    "empty_form": N_("文件“%(name)s”里的表格没有填写；请填写后重新上传。"),
    "temporary_file": N_("文件“%(name)s”是办公软件留下的临时文件，已忽略；请上传正式文件。"),
}
# Several sentences can stand for one reason code.
CODES: Mapping[str, str] = {
    "old_word": "unsupported_type", "rich_text": "unsupported_type", "scan": "unsupported_type",
    "other_archive": "unsupported_type", "outlook_mail": "unsupported_type",
    "cell_too_long": "too_large", "too_slow": "too_large", "too_much_memory": "too_large", "too_many_rows": "too_large",
    "reader_died": "corrupt", "not_converted": "corrupt", "nested_too_deep": "zip_bomb", "empty_archive": "empty_file",
}  # fmt: skip


def refusal_of(name: str, reason: str) -> Fault:
    """The one fault of a refused file."""
    return Fault(
        code=CODES.get(reason, reason),
        message=REFUSALS[reason],
        where=name,
        severity=Severity.ERROR,
        params={"name": name},
    )


OUTSIDE = N_("文件“%(name)s”引用了文件以外的内容（外部模板、图片或表格），没有载入；请核对读出的内容是否完整。")


def outside_fault(name: str) -> Fault:
    """The fault of a readable file that points to content outside of it."""
    return Fault(code="external_content", message=OUTSIDE, where=name, params={"name": name})
