"""Paper for an opinion: paragraphs and tables of a Word document, A4, with fonts for Chinese, the same bytes each time.

Texts become the content of text elements, never markup or fields; python-docx has the package, styles and sections.
Tables are built as elements at once: adding cells one by one takes minutes for long ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any, NamedTuple

from standardcheck.writers.layout import one_line
from standardcheck.writers.zipped import repacked

WIDTH = 164
"""Between the margins, in millimetres."""

_TWIPS = 1440 / 25.4
_GREY, _HEAD = "D9D9D9", "F2F2F2"
_FONTS = {"serif": ("Times New Roman", "宋体"), "sans": ("Arial", "黑体")}
_ALTERNATIVES = {"宋体": "SimSun", "黑体": "SimHei"}


class Text(NamedTuple):
    """A paragraph in a cell."""

    text: str
    bold: bool = False
    small: bool = False
    large: bool = False
    colour: str = ""
    centred: bool = False


Cell = Sequence[Text]


class Paper:
    """A document that is being written from top to bottom."""

    def __init__(self, title: str, author: str, language: str) -> None:
        from docx import Document

        self._document = Document()
        self._language = language
        self._body = self._document.element.body
        for paragraph in list(self._document.paragraphs):
            self._body.remove(paragraph._p)
        _set_styles(self._document, language)
        _set_fonts(self._document)
        _set_properties(self._document, title, author)
        _set_margins(self._document.sections[0])

    def next_section(self) -> None:
        """Go on with a new section on a new page; its footer is its own."""
        section = self._document.add_section()
        _set_margins(section)
        section.footer.is_linked_to_previous = False

    def footer(self, lines: Sequence[str], pages: tuple[str, str, str]) -> None:
        """The footer of this section: ``pages`` are the words before, between and after the two numbers."""
        footer = self._document.sections[-1].footer
        first = footer.paragraphs[0]._p
        for child in list(first):
            first.remove(child)
        first.append(_properties_of_paragraph("center", space=0))
        for text, field in zip(pages, ("PAGE", "NUMPAGES", ""), strict=True):
            first.append(_run(Text(text, small=True)))
            if field:
                first.extend(_field(field))
        for line in lines:
            first.getparent().append(_paragraph(Text(line, small=True, centred=True)))

    def heading(self, text: str, level: int) -> None:
        """A heading; level 0 is the title of the document."""
        style = "Title" if level == 0 else f"Heading {level}"
        self._document.add_paragraph(one_line(text), style)

    def paragraph(self, text: Text, stays: bool = False) -> None:
        """A paragraph of the body; one that ``stays`` is on the page of what follows."""
        made = _paragraph(text, space=60)
        if stays:
            made[0].insert(0, _element("w:keepNext"))
        self._add(made)

    def table(self, widths: Sequence[float], rows: Iterable[Sequence[Cell]], head: Sequence[str] | None = None) -> None:
        """A table: widths in millimetres, a head that is repeated on every page; a row of one cell spans the table.

        Rows are kept whole on a page.
        """
        table = _element("w:tbl")
        table.append(_table_properties(widths))
        grid = _element("w:tblGrid")
        grid.extend(_element("w:gridCol", w=_twips(width)) for width in widths)
        table.append(grid)
        if head is not None:
            table.append(_row(widths, [[Text(name, bold=True, centred=True)] for name in head], is_head=True))
        table.extend(_row(widths, row) for row in rows)
        self._add(table)
        self._add(_paragraph(Text(""), space=0))

    def bytes(self) -> bytes:
        """The whole file."""
        out = BytesIO()
        self._document.save(out)
        return repacked(out.getvalue())

    def _add(self, element: Any) -> None:
        last = self._body[-1]
        if last.tag.endswith("}sectPr"):
            last.addprevious(element)
        else:
            self._body.append(element)


# -- parts of the page -------------------------------------------------------------------------------------------


def _element(tag: str, **attributes: Any) -> Any:
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name.rstrip('_')}"), str(value))
    return made


def _twips(millimetres: float) -> int:
    return round(millimetres * _TWIPS)


def _paragraph(text: Text, space: int = 20) -> Any:
    made = _element("w:p")
    made.append(_properties_of_paragraph("center" if text.centred else "left", space))
    for at, line in enumerate(text.text.split("\n")):
        if at:
            made.append(_break())
        if line:
            made.append(_run(text._replace(text=line)))
    return made


def _properties_of_paragraph(align: str, space: int) -> Any:
    made = _element("w:pPr")
    made.append(_element("w:spacing", before=space, after=space))
    made.append(_element("w:jc", val=align))
    return made


def _break() -> Any:
    run = _element("w:r")
    run.append(_element("w:br"))
    return run


def _run(text: Text) -> Any:
    run, look = _element("w:r"), _element("w:rPr")
    if text.bold:
        look.append(_element("w:b"))
    if text.colour:
        look.append(_element("w:color", val=text.colour))
    if text.small or text.large:
        size = 15 if text.small else 32
        look.extend((_element("w:sz", val=size), _element("w:szCs", val=size)))
    if len(look):
        run.append(look)
    inside = _element("w:t")
    inside.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    inside.text = one_line(text.text)
    run.append(inside)
    return run


def _field(name: str) -> Iterable[Any]:
    """A field of ours; no text of a plan becomes one."""
    for kind in ("begin", "", "separate", "shown", "end"):
        run = _element("w:r")
        look = _element("w:rPr")
        look.append(_element("w:sz", val=15))
        run.append(look)
        if kind in ("begin", "separate", "end"):
            run.append(_element("w:fldChar", fldCharType=kind))
        else:
            inside = _element("w:t" if kind else "w:instrText")
            inside.text = "1" if kind else f" {name} "
            run.append(inside)
        yield run


def _table_properties(widths: Sequence[float]) -> Any:
    made = _element("w:tblPr")
    made.append(_element("w:tblW", w=_twips(sum(widths)), type="dxa"))
    borders = _element("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(_element(f"w:{side}", val="single", sz=4, space=0, color="7F7F7F"))
    made.append(borders)
    made.append(_element("w:tblLayout", type="fixed"))
    margins = _element("w:tblCellMar")
    for side in ("top", "left", "bottom", "right"):
        margins.append(_element(f"w:{side}", w=30 if side in ("top", "bottom") else 80, type="dxa"))
    made.append(margins)
    return made


def _row(widths: Sequence[float], cells: Sequence[Cell], is_head: bool = False) -> Any:
    row, look = _element("w:tr"), _element("w:trPr")
    look.append(_element("w:cantSplit"))
    if is_head:
        look.append(_element("w:tblHeader"))
    row.append(look)
    spans = len(cells) == 1 and len(widths) > 1
    for width, cell in zip([sum(widths)] if spans else widths, cells, strict=True):
        row.append(_cell(width, cell, len(widths) if spans else 1, _GREY if is_head else _HEAD if spans else ""))
    return row


def _cell(width: float, texts: Cell, span: int, shade: str) -> Any:
    cell, look = _element("w:tc"), _element("w:tcPr")
    look.append(_element("w:tcW", w=_twips(width), type="dxa"))
    if span > 1:
        look.append(_element("w:gridSpan", val=span))
    if shade:
        look.append(_element("w:shd", val="clear", color="auto", fill=shade))
    cell.append(look)
    paragraphs = [_paragraph(text) for text in texts] or [_paragraph(Text(""))]
    if shade:  # a heading inside the table stays with the row after it
        for paragraph in paragraphs:
            paragraph[0].insert(0, _element("w:keepNext"))
    cell.extend(paragraphs)
    return cell


# -- the document as a whole -------------------------------------------------------------------------------------


def _set_margins(section: Any) -> None:
    from docx.shared import Mm

    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(24), Mm(22)
    section.top_margin, section.bottom_margin = Mm(25), Mm(25)
    section.footer_distance = Mm(11)


def _set_styles(document: Any, language: str) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt, RGBColor

    for name, fonts, size, before, after in (
        ("Normal", "serif", 10, 0, 3),
        ("Title", "sans", 20, 0, 12),
        ("Heading 1", "sans", 14, 14, 6),
        ("Heading 2", "sans", 12, 10, 4),
    ):
        style = document.styles[name]
        _set_font(style.element.get_or_add_rPr(), *_FONTS[fonts], language)
        style.font.size, style.font.color.rgb = Pt(size), RGBColor(0, 0, 0)
        style.paragraph_format.line_spacing = 1.0
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    title = document.styles["Title"]
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for border in title.element.xpath(".//w:pBdr"):
        border.getparent().remove(border)


def _set_font(look: Any, latin: str, chinese: str, language: str) -> None:
    from docx.oxml.ns import qn

    for old in [*look.findall(qn("w:rFonts")), *look.findall(qn("w:lang"))]:
        look.remove(old)
    look.insert(0, _element("w:rFonts", ascii=latin, hAnsi=latin, cs=latin, eastAsia=chinese))
    look.append(_element("w:lang", val="zh-CN" if language == "zh" else "en-GB", eastAsia="zh-CN"))


def _set_fonts(document: Any) -> None:
    """Name what may stand in for the Chinese fonts where they are called otherwise."""
    for part in document.part.package.iter_parts():
        if str(part.partname).endswith("/fontTable.xml"):
            from docx.opc.oxml import serialize_part_xml
            from docx.oxml.parser import parse_xml

            root = parse_xml(part.blob)
            for name, alternative in _ALTERNATIVES.items():
                font = _element("w:font", name=name)
                font.append(_element("w:altName", val=alternative))
                font.append(_element("w:charset", val="86"))
                root.append(font)
            part._blob = serialize_part_xml(root)


def _set_properties(document: Any, title: str, author: str) -> None:
    """Title and author; no times, which would tell one writing of the same report from another."""
    core = document.core_properties
    core.title, core.author, core.last_modified_by, core.comments = title, author, author, ""
    for element in list(core._element):
        if element.tag.rpartition("}")[2] in ("created", "modified"):
            core._element.remove(element)
