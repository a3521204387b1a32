"""The bytes of a text file as text, in the encodings that come from local programs."""

from django.utils.translation import gettext as _

from portal.refusals import Refused


def decoded(content: bytes) -> str:
    encodings = ["utf-8-sig", "gb18030"]
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ["utf-16"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(_("看不懂文件的文字编码。请用记事本另存为UTF-8再试。"))
