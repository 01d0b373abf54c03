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

    def loaded():
        event = MISPEvent(strict_validation=True)
        event.load_file(str(path))

    def attributes():
        for one in json.loads(path.read_text(encoding="utf-8"))["Event"]["Attribute"]:
            MISPAttribute(strict=True).from_dict(**one)

    def objects():
        for one in json.loads(path.read_text(encoding="utf-8"))["Event"]["Object"]:
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
        errors = Draft4Validator(json.loads(schema.read_text())).iter_errors(json.loads(path.read_text(encoding="utf-8")))
        return "; ".join(error.message for error in errors)

    ask(path, "pymisp", "MISPEvent strict", loaded)
    ask(path, "pymisp", "MISPAttribute strict", attributes)
    ask(path, "pymisp", "MISPObject strict", objects)
    ask(path, "pymisp", "schema-lax", lax)


ASKED = {"stix": stix, "misp": misp}

for file in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    format_id = file.name.split(".")[-2]
    ASKED[format_id](file)
