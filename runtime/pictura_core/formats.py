"""Knows the formats of JSON Schema: dates, addresses, identifiers. It must not know a schema.

Each function takes a string and tells whether all of it is of the format, by the grammar of the
standard that JSON Schema names (2020-12 Validation, 7.3). A standalone module carries copies.
"""

import re
import unicodedata
from typing import Final

from pictura_core.hostnames import is_hostname, is_idn_hostname

_DATE: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIME: Final = re.compile(
    r"([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9]|60)(\.[0-9]+)?"
    r"(?:[Zz]|([+-])([01][0-9]|2[0-3]):([0-5][0-9]))"
)
_DURATION_TIME: Final = r"T(?:[0-9]+H(?:[0-9]+M(?:[0-9]+S)?)?|[0-9]+M(?:[0-9]+S)?|[0-9]+S)"
_DURATION: Final = re.compile(
    r"P(?:[0-9]+W|"
    rf"(?:[0-9]+Y(?:[0-9]+M(?:[0-9]+D)?)?|[0-9]+M(?:[0-9]+D)?|[0-9]+D)(?:{_DURATION_TIME})?|"
    rf"{_DURATION_TIME})"
)
_UUID: Final = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_POINTER: Final = re.compile(r"(?:/(?:[^~/]|~[01])*)*")
_RELATIVE_POINTER: Final = re.compile(r"(?:0|[1-9][0-9]*)(?:#|(?:/(?:[^~/]|~[01])*)*)")
_OCTET: Final = r"(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
_IPV4: Final = re.compile(rf"{_OCTET}(?:\.{_OCTET}){{3}}")
_GROUP: Final = re.compile(r"[0-9A-Fa-f]{1,4}")
_FUTURE: Final = re.compile(r"[vV][0-9A-Fa-f]+\.[A-Za-z0-9._~!$&'()*+,;=:-]+")
_ATOM: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]"
_LOCAL: Final = re.compile(rf'{_ATOM}+(?:\.{_ATOM}+)*|"(?:[ !#-\[\]-~]|\\[ -~])*"')
_WIDE_ATOM: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\x80-\U0010ffff-]"
_WIDE_LOCAL: Final = re.compile(
    rf'{_WIDE_ATOM}+(?:\.{_WIDE_ATOM}+)*|"(?:[ !#-\[\]-~\x80-\U0010ffff]|\\[ -~])*"'
)
_WIDE: Final = (
    r"\xa0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef"
    r"\U00010000-\U0001fffd\U00020000-\U0002fffd\U00030000-\U0003fffd\U00040000-\U0004fffd"
    r"\U00050000-\U0005fffd\U00060000-\U0006fffd\U00070000-\U0007fffd\U00080000-\U0008fffd"
    r"\U00090000-\U0009fffd\U000a0000-\U000afffd\U000b0000-\U000bfffd\U000c0000-\U000cfffd"
    r"\U000d0000-\U000dfffd\U000e1000-\U000efffd"
)
_PRIVATE: Final = r"\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
_REFERENCE: Final = re.compile(
    r"(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL
)
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*")
_VARIABLE: Final = r"(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2})(?:\.?(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2}))*"
_SPEC: Final = rf"{_VARIABLE}(?::[1-9][0-9]{{0,3}}|\*)?"
_TEMPLATE: Final = re.compile(
    rf"(?:[!#$&-;=?-\[\]_a-z~'{_WIDE}{_PRIVATE}]|%[0-9A-Fa-f]{{2}}|"
    rf"\{{[+#./;?&=,!@|]?{_SPEC}(?:,{_SPEC})*\}})*"
)


def _escaped(characters: str) -> re.Pattern[str]:
    """Make the pattern of characters that stand for themselves, and percent-encoded ones."""
    return re.compile(rf"(?:[A-Za-z0-9._~!$&'()*+,;={characters}-]|%[0-9A-Fa-f]{{2}})*")


_USER: Final = _escaped(":")
_NAME: Final = _escaped("")
_PATH: Final = _escaped(":@/")
_QUERY: Final = _escaped(":@/?")
_WIDE_USER: Final = _escaped(f":{_WIDE}")
_WIDE_NAME: Final = _escaped(_WIDE)
_WIDE_PATH: Final = _escaped(f":@/{_WIDE}")
_WIDE_FRAGMENT: Final = _escaped(f":@/?{_WIDE}")
_WIDE_QUERY: Final = _escaped(f":@/?{_WIDE}{_PRIVATE}")


def is_date(text: str) -> bool:
    """RFC 3339, full-date."""
    found = _DATE.fullmatch(text)
    if found is None:
        return False
    year, month, day = int(found[1]), int(found[2]), int(found[3])
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if not 1 <= month <= 12:
        return False
    last = (28 + leap) if month == 2 else 30 if month in {4, 6, 9, 11} else 31
    return 1 <= day <= last


def is_time(text: str) -> bool:
    """RFC 3339, full-time; a leap second only at the end of a day of UTC."""
    found = _TIME.fullmatch(text)
    if found is None:
        return False
    if found[3] != "60":
        return True
    minutes = int(found[1]) * 60 + int(found[2])
    if found[5]:
        offset = int(found[6]) * 60 + int(found[7])
        minutes += -offset if found[5] == "+" else offset
    return minutes % 1440 == 1439


def is_date_time(text: str) -> bool:
    """RFC 3339, date-time."""
    return text[10:11] in {"T", "t"} and is_date(text[:10]) and is_time(text[11:])


def is_duration(text: str) -> bool:
    """RFC 3339, appendix A, duration."""
    return _DURATION.fullmatch(text) is not None


def is_uuid(text: str) -> bool:
    """RFC 4122, UUID."""
    return _UUID.fullmatch(text) is not None


def is_json_pointer(text: str) -> bool:
    """RFC 6901, JSON pointer."""
    return _POINTER.fullmatch(text) is not None


def is_relative_json_pointer(text: str) -> bool:
    """The draft of relative JSON pointers, section 3."""
    return _RELATIVE_POINTER.fullmatch(text) is not None


def is_ipv4(text: str) -> bool:
    """RFC 2673, dotted-quad."""
    return _IPV4.fullmatch(text) is not None


def is_ipv6(text: str) -> bool:
    """RFC 4291, section 2.2."""
    before, gap, after = text.partition("::")
    if gap and "::" in after:
        return False
    left = before.split(":") if before else []
    right = after.split(":") if after else []
    groups = left + right
    count = len(groups)
    if groups and (right or not gap) and _IPV4.fullmatch(groups[-1]):
        groups.pop()
        count += 1
    if not all(_GROUP.fullmatch(group) for group in groups):
        return False
    return count <= 7 if gap else count == 8


def is_email(text: str) -> bool:
    """RFC 5321, Mailbox."""
    local, at, domain = text.rpartition("@")
    if not at or len(local) > 64 or not _LOCAL.fullmatch(local):
        return False
    return _is_address_literal(domain) or is_hostname(domain)


def is_idn_email(text: str) -> bool:
    """RFC 6531, Mailbox."""
    local, at, domain = text.rpartition("@")
    if not at or len(local.encode("utf-8", "surrogatepass")) > 64:
        return False
    if not _WIDE_LOCAL.fullmatch(local):
        return False
    # RFC 6531 leaves normalization to the client: what can be normalized is a name.
    return _is_address_literal(domain) or is_idn_hostname(unicodedata.normalize("NFC", domain))


def _is_address_literal(domain: str) -> bool:
    if not (domain.startswith("[") and domain.endswith("]")):
        return False
    inside = domain[1:-1]
    return is_ipv6(inside[5:]) if inside[:5].lower() == "ipv6:" else is_ipv4(inside)


def is_uri(text: str) -> bool:
    """RFC 3986, URI."""
    return _is_reference(text, wide=False, relative=False)


def is_uri_reference(text: str) -> bool:
    """RFC 3986, URI-reference."""
    return _is_reference(text, wide=False, relative=True)


def is_iri(text: str) -> bool:
    """RFC 3987, IRI."""
    return _is_reference(text, wide=True, relative=False)


def is_iri_reference(text: str) -> bool:
    """RFC 3987, IRI-reference."""
    return _is_reference(text, wide=True, relative=True)


def _is_reference(text: str, *, wide: bool, relative: bool) -> bool:
    found = _REFERENCE.fullmatch(text)
    if found is None:
        return False
    scheme, authority, path, query, fragment = found.groups()
    if scheme is None:
        # A colon in the first segment would make it a scheme (RFC 3986, 4.2).
        if not relative or (authority is None and ":" in path.partition("/")[0]):
            return False
    elif not _SCHEME.fullmatch(scheme):
        return False
    if authority is not None and not _is_authority(authority, wide=wide):
        return False
    if not (_WIDE_PATH if wide else _PATH).fullmatch(path):
        return False
    if query is not None and not (_WIDE_QUERY if wide else _QUERY).fullmatch(query):
        return False
    return fragment is None or bool((_WIDE_FRAGMENT if wide else _QUERY).fullmatch(fragment))


def _is_authority(authority: str, *, wide: bool) -> bool:
    user, at, place = authority.rpartition("@")
    if at and not (_WIDE_USER if wide else _USER).fullmatch(user):
        return False
    if place.startswith("["):
        inside, closed, port = place[1:].partition("]")
        if not closed or not (is_ipv6(inside) or _FUTURE.fullmatch(inside)):
            return False
        return not port or (port[0] == ":" and (not port[1:] or _is_digits(port[1:])))
    host, colon, port = place.partition(":")
    if colon and port and not _is_digits(port):
        return False
    return bool((_WIDE_NAME if wide else _NAME).fullmatch(host))


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def is_uri_template(text: str) -> bool:
    """RFC 6570, URI-Template."""
    return _TEMPLATE.fullmatch(text) is not None
