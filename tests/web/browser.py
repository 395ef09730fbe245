"""What a browser sends: the fields of a rendered form, by the rules of HTML, with nothing of our own code."""

from html.parser import HTMLParser


class _Fields(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.fields, self.links = [], []
        self._select = self._area = None

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        name, kind = given.get("name"), given.get("type", "text")
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        if tag == "input" and name and (kind not in ("radio", "checkbox", "file") or "checked" in given):
            self.fields.append((name, given.get("value", "")))
        elif tag == "select":
            self._select = (name, [])
        elif tag == "option" and self._select:
            self._select[1].append((given.get("value", ""), "selected" in given))
        elif tag == "textarea":
            self._area = (name, [])

    def handle_data(self, data):
        if self._area:
            self._area[1].append(data)

    def handle_endtag(self, tag):
        if tag == "select" and self._select:
            name, options = self._select
            chosen = [value for value, picked in options if picked] or [options[0][0]]
            self.fields.append((name, chosen[-1]))
            self._select = None
        elif tag == "textarea" and self._area:
            name, parts = self._area
            text = "".join(parts).removeprefix("\n")  # the first line end after the tag is not part of the text
            self.fields.append((name, text.replace("\n", "\r\n")))
            self._area = None


def fields_of(page):
    """Return the fields a form sends, several values of one name as a list."""
    found = {}
    for name, value in _read(page).fields:
        found.setdefault(name, []).append(value)
    return found


def links_of(page):
    """Return the addresses a page links to."""
    return _read(page).links


def _read(page):
    reader = _Fields()
    reader.feed(page)
    reader.close()
    return reader
