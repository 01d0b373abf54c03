#!/usr/bin/env python3
"""Draw the invented screenshots and PDF files of this folder. usage: draw.py FOLDER

Needs Pillow, ReportLab and pypdf[crypto], and the fonts Roboto and DejaVu. Not needed to run the tests: what it draws is committed.
"""
import io
import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from pypdf import PdfReader, PdfWriter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

FONTS = "/usr/share/fonts/truetype"
ROBOTO = f"{FONTS}/roboto/unhinted/RobotoTTF/Roboto-Regular.ttf"
DEJAVU = f"{FONTS}/dejavu/DejaVuSans.ttf"
TALK = [
    ("left", "We have taken 140 GB of your files: contracts, payroll, passports.", "10:42"),
    ("right", "Who is this? How did you get this number?", "10:44"),
    ("left", "You have 72 hours to pay 850,000 USD or we publish everything on our blog.", "10:45"),
    ("right", "We need proof before we talk.", "10:51"),
]
NOTE = [
    "All of your files have been encrypted.",
    "We copied 200 GB of contracts and customer data.",
    "Contact us within 3 days: harrow-recover@onionmail.example",
    "If you do not pay, everything will be published.",
]


def wrapped(draw, text, font, width):
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if draw.textlength(longer, font=font) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def chat(width, size, page, left, right, ink, stamp, header):
    """A chat of two: their bubbles on the left, ours on the right, the time in the lower right corner of each."""
    font, small = ImageFont.truetype(ROBOTO, size), ImageFont.truetype(ROBOTO, int(size * 0.72))
    image = Image.new("RGB", (width, size * 60), page)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width, size * 3), fill=header)
    draw.text((size * 3, size), "Unknown number", font=font, fill=ink)
    day = "Today"
    draw.text(((width - draw.textlength(day, font=small)) / 2, size * 4), day, font=small, fill=stamp)
    top, pad = size * 6, int(size * 0.6)
    for side, text, time in TALK:
        lines = wrapped(draw, text, font, width * 0.6)
        wide = max(draw.textlength(line, font=font) for line in lines) + 2 * pad
        high = int(size * 1.3) * len(lines) + size + 2 * pad
        x = pad if side == "left" else width - pad - wide
        draw.rounded_rectangle((x, top, x + wide, top + high), radius=int(size * 0.6), fill=left if side == "left" else right)
        for index, line in enumerate(lines):
            draw.text((x + pad, top + pad + index * int(size * 1.3)), line, font=font, fill=ink)
        draw.text((x + wide - pad - draw.textlength(time, font=small), top + high - pad - int(size * 0.6)), time, font=small, fill=stamp)
        top += high + int(size * 0.5)
    return image.crop((0, 0, width, top + size))


def note(width, size, page, ink):
    """A note in one colour on another."""
    font = ImageFont.truetype(DEJAVU, size)
    image = Image.new("RGB", (width, size * 2 * (len(NOTE) + 2)), page)
    draw = ImageDraw.Draw(image)
    for index, line in enumerate(NOTE):
        draw.text((size, size * 2 * (index + 1)), line, font=font, fill=ink)
    return image


def pdf(draw):
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=(420, 300), invariant=1)
    draw(page)
    page.save()
    return out.getvalue()


def with_text(page):
    for part in (NOTE[:2], NOTE[2:]):
        page.setFont("Helvetica", 11)
        for index, line in enumerate(part):
            page.drawString(40, 250 - 20 * index, line)
        page.showPage()


def without_text(page):
    picture = io.BytesIO()
    note(900, 22, (255, 255, 255), (20, 20, 20)).save(picture, "PNG", optimize=True)
    page.drawImage(ImageReader(picture), 10, 40, 400, 400 * 264 / 900)
    page.showPage()


def encrypted(plain):
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(plain)))
    writer.encrypt("invented", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def main(folder):
    light = ((239, 234, 226), (255, 255, 255), (217, 253, 211), (17, 27, 33), (102, 119, 129), (240, 242, 245))
    dark = ((11, 20, 26), (32, 44, 51), (0, 92, 75), (233, 237, 239), (134, 150, 160), (32, 44, 51))
    small = {"optimize": True}
    chat(540, 20, *light).save(folder / "chat-light.png", **small)
    chat(540, 20, *dark).save(folder / "chat-dark.png", **small)
    chat(720, 26, *light).save(folder / "chat-light.jpg", quality=80)
    chat(540, 20, *dark).save(folder / "chat-dark.webp", quality=80)
    note(640, 16, (0, 0, 0), (255, 60, 60)).save(folder / "note-red-on-black.png", **small)
    Image.new("RGB", (200, 120), (90, 120, 150)).save(folder / "blank.png", **small)
    plain = pdf(with_text)
    (folder / "text.pdf").write_bytes(plain)
    (folder / "scan.pdf").write_bytes(pdf(without_text))
    (folder / "encrypted.pdf").write_bytes(encrypted(plain))
    (folder / "malformed.pdf").write_bytes(plain[:200] + bytes(200) + plain[700:900])


main(Path(sys.argv[1]))
