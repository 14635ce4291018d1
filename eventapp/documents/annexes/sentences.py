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
    "not_a_form": N_("文件“%(name)s”里没有找到通知规定的附件一至附件六；请使用通知所附的表格填写。"),
    "empty_form": N_("文件“%(name)s”里的表格没有填写；请填写后重新上传。"),
    "temporary_file": N_("文件“%(name)s”是办公软件留下的临时文件，已忽略；请上传正式文件。"),
}
# Several sentences can stand for one reason code.
CODES: Mapping[str, str] = {"old_word": "unsupported_type", "cell_too_long": "too_large"}


def refusal_of(name: str, reason: str) -> Fault:
    """The one fault of a refused file."""
    return Fault(
        code=CODES.get(reason, reason),
        message=REFUSALS[reason],
        where=name,
        severity=Severity.ERROR,
        params={"name": name},
    )
