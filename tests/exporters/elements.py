"""Pages of HTML as trees of elements, for tests of what stands in them."""

from html.parser import HTMLParser

import attrs

VOID = {"meta", "input", "link"}


@attrs.define
class Element:
    tag: str
    attributes: dict
    children: list = attrs.Factory(list)

    @property
    def text(self):
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    def every(self):
        """Give all elements within this one, in order."""
        for child in self.children:
            if not isinstance(child, str):
                yield child
                yield from child.every()

    def all(self, tag, **attributes):
        """Give those of a tag that have these attributes."""
        return [each for each in self.every() if each.tag == tag and attributes.items() <= each.attributes.items()]


class Page(HTMLParser):
    """The elements of a page, each closed where it has to be."""

    def __init__(self, text):
        super().__init__()
        self.root = Element("", {})
        self.open = [self.root]
        self.feed(text)
        self.close()
        assert self.open == [self.root]

    def handle_starttag(self, tag, attrs):
        assert len(dict(attrs)) == len(attrs), f"an attribute twice in <{tag}>"
        element = Element(tag, dict(attrs))
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag):
        assert self.open.pop().tag == tag

    def handle_data(self, data):
        self.open[-1].children.append(data)

    def handle_comment(self, data):
        raise AssertionError(f"a comment: {data}")
