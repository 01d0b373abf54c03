"""Ask validators that others wrote about the exports in a folder, with no connection.

Prints a line for each file and validator: file, validator, `accepted` or `rejected`, and its words, parted by tabs.
"""

import importlib.metadata
import pathlib
import socket
import sys


def no_connection(*_):
    raise OSError("a validator asked for a connection")


socket.socket.connect = no_connection


def say(path, package, how, verdict, words):
    name = f"{package} {importlib.metadata.version(package)}, {how}"
    print(path.name, name, verdict, " ".join(str(words).split()), sep="\t")


def ask(path, package, how, question):
    """`question` raises, or gives the words of what is wrong."""
    try:
        wrong = question()
    except Exception as error:  # noqa: BLE001  whatever a validator raises is its verdict
        wrong = f"{type(error).__name__}: {error}"
    say(path, package, how, "rejected" if wrong else "accepted", wrong or "")


def say_python(path, module, question):
    """As `ask`, with a module of Python itself."""
    try:
        wrong = question()
    except Exception as error:  # noqa: BLE001
        wrong = f"{type(error).__name__}: {error}"
    print(path.name, f"Python's {module}", "rejected" if wrong else "accepted", " ".join(str(wrong or "").split()), sep="\t")


def stix(path):
    import stix2
    import stix2validator

    options = stix2validator.ValidationOptions(
        version="2.1", strict=True, strict_properties=True, enforce_refs=True, silent=True
    )

    def validated():
        result = stix2validator.validate_file(str(path), options)
        if not result.is_valid:
            found = [error for one in result.object_results for error in (one.errors or [])]
            return "; ".join(str(error) for error in found) or "invalid"
        warnings = [warning for one in result.object_results for warning in (one.warnings or [])]
        return "; ".join(str(warning) for warning in warnings)

    ask(path, "stix2-validator", "strict", validated)
    ask(path, "stix2", "parse", lambda: stix2.parse(path.read_text(encoding="utf-8"), allow_custom=False) and None)


def misp(path):
    import json

    import pymisp
    from pymisp import MISPAttribute, MISPEvent, MISPObject

    def events():
        whole = json.loads(path.read_text(encoding="utf-8"))
        return whole["response"] if "response" in whole else [whole]

    def loaded():
        for one in events():
            MISPEvent(strict_validation=True).load(one)

    def attributes():
        for one in (attribute for event in events() for attribute in event["Event"]["Attribute"]):
            MISPAttribute(strict=True).from_dict(**one)

    def objects():
        for one in (held for event in events() for held in event["Event"]["Object"]):
            held = MISPObject(one["name"], strict=True)
            held.from_dict(**one)
            held.to_json(strict=True)
            for attribute in one["Attribute"]:
                template = held._definition["attributes"][attribute["object_relation"]]
                if template["misp-attribute"] != attribute["type"]:
                    return f"{one['name']}: {attribute['object_relation']} is no {attribute['type']}"

    def lax():
        from jsonschema import Draft4Validator

        schema = pathlib.Path(pymisp.__file__).parent / "data" / "schema-lax.json"
        validator = Draft4Validator(json.loads(schema.read_text()))
        return "; ".join(error.message for event in events() for error in validator.iter_errors(event))

    ask(path, "pymisp", "MISPEvent strict", loaded)
    ask(path, "pymisp", "MISPAttribute strict", attributes)
    ask(path, "pymisp", "MISPObject strict", objects)
    ask(path, "pymisp", "schema-lax", lax)


def csv_tables(path):
    """No cell of any table may be a formula to a spreadsheet, and columns of numbers hold numbers."""
    import csv
    import io
    import zipfile

    numbers = {"message", "start", "end", "value", "hours", "rule_version", "case_number"}

    def read():
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
            for name in archive.namelist():
                text = io.StringIO(archive.read(name).decode("utf-8-sig"), newline="")
                rows = list(csv.reader(text, strict=True))
                for row in rows:
                    assert len(row) == len(rows[0]), f"{name}: {len(row)} cells, expected {len(rows[0])}"
                    for column, cell in zip(rows[0], row):
                        number = name == "amounts.csv" or column != "value"
                        if row is not rows[0] and column in numbers and number and cell:
                            float(cell)
                        elif cell and cell.lstrip()[:1] in "=+-@＝＋－＠" and not cell.startswith("\t"):
                            return f"{name}: a formula in the column {column}"

    say_python(path, "csv", read)


def markdown(path):
    """A renderer finds no markup that the program did not write, and its fences hold what was said."""
    import json

    from markdown_it import MarkdownIt

    def rendered():
        tokens = MarkdownIt("commonmark").parse(path.read_text(encoding="utf-8"))
        kinds = {token.type for token in tokens} | {child.type for token in tokens for child in token.children or []}
        allowed = {"heading_open", "heading_close", "paragraph_open", "paragraph_close", "bullet_list_open", "bullet_list_close"}
        allowed |= {"list_item_open", "list_item_close", "fence", "inline", "text", "text_special", "strong_open", "strong_close"}
        said = json.loads(path.with_suffix(".said").read_text(encoding="utf-8"))
        fences = [token.content.removesuffix("\n") for token in tokens if token.type == "fence"]
        if fences != said:
            return "the fences do not hold what was said"
        return ", ".join(sorted(kinds - allowed))

    ask(path, "markdown-it-py", "CommonMark", rendered)


def navigator(path):
    import contextlib
    import io

    from mitreattack.navlayers import Layer

    def loaded():
        layer, said = Layer(strict=True), io.StringIO()
        with contextlib.redirect_stdout(said):
            layer.from_str(path.read_text(encoding="utf-8"))
            layer.to_dict()
        return said.getvalue()

    ask(path, "mitreattack-python", "navlayers", loaded)


def bundle(path):
    """The bag, unpacked, is whole and valid."""
    import tempfile
    import zipfile

    import bagit

    def validated():
        with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(path) as archive:
            archive.extractall(folder)
            (inner,) = pathlib.Path(folder).iterdir()
            bagit.Bag(str(inner)).validate()

    ask(path, "bagit", "validate", validated)


def case_file(path):
    """The case file follows the schema that the program prints."""
    import json

    from jsonschema import Draft202012Validator

    def follows():
        schema = json.loads((path.parent / "case-file.schema").read_text(encoding="utf-8"))
        Draft202012Validator.check_schema(schema)
        errors = Draft202012Validator(schema).iter_errors(json.loads(path.read_text(encoding="utf-8")))
        return "; ".join(f"{error.json_path}: {error.message}" for error in errors)

    ask(path, "jsonschema", "draft 2020-12", follows)
    ajv(path)


def modules(name):
    """The folder of a package that npm installed, and its version."""
    import json
    import os

    folder = pathlib.Path(os.environ["SHAKEDOWN_NODE_MODULES"]) / name
    return folder, json.loads((folder / "package.json").read_text())["version"]


def tell(path, name, how, command):
    """As `ask`, with a program that says what is wrong and exits with another status than 0."""
    import subprocess

    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    words = " ".join((ran.stdout + ran.stderr).split())
    print(path.name, f"{name} {modules(name)[1]}, {how}", "rejected" if ran.returncode else "accepted", words, sep="\t")


def html(path):
    jar = modules("vnu-jar")[0] / "build" / "dist" / "vnu.jar"
    tell(path, "vnu-jar", "--errors-only", ["java", "-jar", str(jar), "--errors-only", "--html", str(path)])


def pdf(path):
    """Whole to qpdf; tagged, every font embedded and mapped to Unicode, and what was said in its order to poppler; PDF/A-2a by its own word."""
    import json
    import re
    import subprocess

    def run(*command):
        ran = subprocess.run([*command, str(path)], capture_output=True, check=False)
        return ran.returncode, ran.stdout.decode("utf-8", "replace"), ran.stderr.decode("utf-8", "replace")

    def say_of(package, how, question):
        try:
            wrong = question()
        except Exception as error:  # noqa: BLE001
            wrong = f"{type(error).__name__}: {error}"
        print(path.name, f"{package}, {how}", "rejected" if wrong else "accepted", " ".join(str(wrong or "").split()), sep="\t")

    def plain():
        return run("pdfinfo")[2]

    def whole():
        status, out, error = run("qpdf", "--check")
        return "" if status == 0 else out + error

    def tagged():
        wanted = {"Document", "H1", "H2", "P", "Table", "TH", "TD", "L"}
        if not re.search(r"^Tagged:\s+yes$", run("pdfinfo")[1], re.M):
            return "it is not tagged"
        found = set(re.findall(r"^\s*(\w+)", run("pdfinfo", "-struct")[1], re.M))
        return ", ".join(sorted(wanted - found))

    def fonts():
        rows = [line.split() for line in run("pdffonts")[1].splitlines()[2:]]
        odd = [row[0] for row in rows if row[-5:-2] != ["yes", "yes", "yes"]]
        return ", ".join(odd) if rows else "it has no fonts"

    def order():
        letters = lambda text: "".join(text.split())
        text, at = letters(subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True).stdout.decode()), 0
        said = json.loads(path.with_suffix(".said").read_text(encoding="utf-8"))
        for words in said["in_order"]:
            found = text.find(letters(words), at)
            if found < 0:
                return f"not there, or not in its order: {words}"
            at = found + len(letters(words))
        return ", ".join(words for words in said["never"] if letters(words).lower() in text.lower())

    def archival():
        held = path.read_bytes()
        return "" if b"<pdfaid:part>2<" in held and b"<pdfaid:conformance>A<" in held else "it does not say that it is PDF/A-2a"

    say_of("qpdf", "--check", whole)
    say_of("poppler", "no complaint", plain)
    say_of("poppler", "tags", tagged)
    say_of("poppler", "fonts", fonts)
    say_of("poppler", "text", order)
    say_of("metadata", "PDF/A-2a", archival)


AJV = """
const [folder, schema, file] = process.argv.slice(1);
const Ajv = require(folder + "/dist/2020");
const read = (path) => JSON.parse(require("node:fs").readFileSync(path, "utf8"));
const validate = new Ajv({ strict: false, validateFormats: false }).compile(read(schema));
if (!validate(read(file))) { console.log(JSON.stringify(validate.errors)); process.exitCode = 1; }
"""


def ajv(path):
    schema = path.parent / "case-file.schema"
    tell(path, "ajv", "draft 2020-12", ["node", "-e", AJV, "--", str(modules("ajv")[0]), str(schema), str(path)])


ASKED = {
    "html": html,
    "pdf": pdf,
    "stix": stix,
    "misp": misp,
    "csv": csv_tables,
    "md": markdown,
    "navigator": navigator,
    "bundle": bundle,
    "json": case_file,
}

for file in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    if file.suffix not in (".said", ".schema"):
        ASKED[file.name.split(".")[-2]](file)
