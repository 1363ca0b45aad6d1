"""Makes the poster's font of Noto Sans CJK: the characters of GB 2312 and of the files named, with TrueType outlines.

    python tools/build_font.py NotoSansCJK-Regular.ttc bot/paper/font/LinliNotice.ttf FILE...

Needs fontTools, which `make bench` installs. reportlab reads TrueType outlines only, so the curves are fitted anew.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont, newTable

FAMILY = "Noto Sans CJK SC"
NAME = "Linli Notice"
SIGNS = "·—…“”‘’、。，！？；：（）《》【】①②③④⑤⑥⑦⑧⑨⑩→←↑↓○●□■×÷％°√²＃／～＋－＝‹›"
#: In thousandths of the letter's height: nobody sees it on paper.
DEVIATION = 2.0
#: What a font with TrueType outlines states of itself and one without does not.
LIMITS = (
    "maxZones maxTwilightPoints maxStorage maxFunctionDefs maxInstructionDefs maxStackElements maxSizeOfInstructions "
    "maxComponentElements maxComponentDepth maxPoints maxContours maxCompositePoints maxCompositeContours"
)


def characters(files: list[Path]) -> set[str]:
    """ASCII, GB 2312 with its signs, and every Chinese character of the files."""
    found = {chr(code) for code in range(0x20, 0x7F)} | set(SIGNS)
    for row in range(0xB0, 0xF8):
        for cell in range(0xA1, 0xFF):
            found |= set(bytes((row, cell)).decode("gb2312", "ignore"))
    for file in files:
        found |= {mark for mark in file.read_text(encoding="utf-8") if "一" <= mark <= "鿿"}
    return found


def cut_down(font: TTFont, kept: set[str]) -> None:
    """Leave the characters alone, without what only shapes text."""
    options = subset.Options()
    options.layout_features, options.hinting, options.notdef_outline = [], False, True
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "GSUB", "GPOS"]
    cutter = subset.Subsetter(options)
    cutter.populate(text="".join(sorted(kept)))
    cutter.subset(font)


def to_true_type(font: TTFont) -> None:
    """Replace the cubic curves by quadratic ones."""
    glyphs, order = font.getGlyphSet(), font.getGlyphOrder()
    drawn = {}
    for name in order:
        pen = TTGlyphPen(glyphs)
        glyphs[name].draw(Cu2QuPen(pen, DEVIATION, reverse_direction=True))
        drawn[name] = pen.glyph()
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphOrder, font["glyf"].glyphs = order, drawn
    del font["CFF "]
    font["glyf"].compile(font)
    font["maxp"].tableVersion = 0x00010000
    for name in LIMITS.split():
        setattr(font["maxp"], name, int(name == "maxZones"))
    font["maxp"].recalc(font)
    post = font["post"]
    post.formatType, post.extraNames, post.mapping, post.glyphOrder = 3.0, [], {}, order
    font.sfntVersion = "\x00\x01\x00\x00"


def main() -> None:
    """Make the font."""
    source, target, *files = map(Path, sys.argv[1:])
    font = next(one for one in TTCollection(source).fonts if one["name"].getDebugName(1) == FAMILY)
    cut_down(font, characters(files))
    to_true_type(font)
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6):
            record.string = NAME.replace(" ", "") if record.nameID == 6 else NAME
    font.save(target)
    print(f"{target}: {target.stat().st_size} bytes, {len(font.getBestCmap())} characters")


if __name__ == "__main__":
    main()
