"""Knows which word of the runtime asserts which format. It must not know the formats themselves."""

from collections.abc import Mapping
from typing import Final

FORMATS: Final[Mapping[str, str]] = {
    "date": "is_date",
    "date-time": "is_date_time",
    "time": "is_time",
    "duration": "is_duration",
    "email": "is_email",
    "idn-email": "is_idn_email",
    "hostname": "is_hostname",
    "idn-hostname": "is_idn_hostname",
    "ipv4": "is_ipv4",
    "ipv6": "is_ipv6",
    "uri": "is_uri",
    "uri-reference": "is_uri_reference",
    "iri": "is_iri",
    "iri-reference": "is_iri_reference",
    "uri-template": "is_uri_template",
    "uuid": "is_uuid",
    "json-pointer": "is_json_pointer",
    "relative-json-pointer": "is_relative_json_pointer",
    "regex": "is_regex",
}
"""The formats of 2020-12; those of older drafts are among them. Any other name asserts nothing."""
