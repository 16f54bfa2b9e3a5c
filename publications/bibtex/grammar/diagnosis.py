"""Explains why a piece of BibTeX could not be divided into fields, and where to fix it."""

import re

from django.utils.translation import gettext as _

_HEAD = re.compile(r"@\w+\s*[{(](?P<key>[^,={}()\"]*)(?P<after>[,={}()\"]?)")
_MARK = re.compile(r"(?<!\\)[{}\"]|\n")
_FIELD_LINE = re.compile(r"[ \t]*[A-Za-z][\w-]*\s*=\s*[{\"\w]")
_NAME_OF_VALUE = re.compile(r"([A-Za-z][\w-]*)\s*=\s*$")


def diagnose(source: str, first_line: int, *, goes_on: bool) -> str:
    """Return what is wrong with an entry that the splitter could not read.

    ``source`` is the entry up to where the splitter gave up. ``goes_on`` is true if more text
    follows before the next entry or the end of the file.
    """
    head = _HEAD.match(source)
    if head and head["after"] == "=":
        words = head["key"].split()
        if len(words) > 1:
            return _('a comma is missing after the citation key "%(key)s"') % {"key": words[0]}
        return _("the citation key is missing; write one and a comma before the first field")
    if unclosed := find_unclosed_value(source, first_line):
        return unclosed
    if not goes_on:
        return _("the entry is not closed; add the missing } at its end")
    end = source.rstrip()
    line = first_line + end.count("\n")
    near = end.rpartition("\n")[2].strip()[-40:]
    return _(
        'line %(line)s cannot be read after "%(near)s"; write name = {value}, with '
        "one comma between two fields"
    ) % {"line": line, "near": near}


def find_unclosed_value(source: str, first_line: int) -> str:
    """Describe the value of an entry that is not closed; return "" if all are.

    If a value continues onto a line that looks like a new field, that value is the one not closed,
    although counting braces would only show that one is missing at the end.
    """
    head = _HEAD.match(source)
    start = head.end("key") if head else 0
    line = first_line + source.count("\n", 0, start)
    depth, quoted, name, value_line = 1, False, "", line
    for mark in _MARK.finditer(source, start):
        in_value = quoted or depth > 1
        if mark[0] == "\n":
            line += 1
            if in_value and _FIELD_LINE.match(source, mark.end()):
                break
            continue
        if not in_value:
            found = _NAME_OF_VALUE.search(source, max(start, mark.start() - 100), mark.start())
            name, value_line = found[1] if found else "", line
        if mark[0] == '"' and depth == 1:
            quoted = not quoted
        elif not quoted:
            depth += {"{": 1, "}": -1}.get(mark[0], 0)
        if depth == 0:
            return ""
    if quoted or depth > 1:
        what = _('the value of "%(name)s"') % {"name": name} if name else _("the value")
        clause = _("%(value)s that begins on line %(line)s is not closed; add the missing %(sign)s")
        return clause % {"value": what, "line": value_line, "sign": '"' if quoted else "}"}
    return ""
