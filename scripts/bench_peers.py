#!/usr/bin/env python3
"""bench_peers.py CLI TEXTS: how fast YARA-X and Vectorscan (hyperscan) scan the texts of the engine's benchmark, one core, with every name of the
catalogue and patterns for the same kinds of observables.

They match and report places; they clean nothing up, check no sum and know no message from another. Each figure is the best of five runs."""
import json
import pathlib
import re
import subprocess
import sys
import time

import hyperscan
import yara_x

PATTERNS = {
    "bitcoin": rb"\b[13][1-9A-HJ-NP-Za-km-z]{25,34}\b", "bech32": rb"\b(bc|ltc)1[02-9ac-hj-np-z]{11,71}\b", "ethereum": rb"\b0x[0-9A-Fa-f]{40}\b",
    "monero": rb"\b[48][1-9A-HJ-NP-Za-km-z]{94}\b", "dogecoin": rb"\bD[1-9A-HJ-NP-Za-km-z]{33}\b", "dash": rb"\bX[1-9A-HJ-NP-Za-km-z]{33}\b",
    "tron": rb"\bT[1-9A-HJ-NP-Za-km-z]{33}\b", "ripple": rb"\br[1-9A-HJ-NP-Za-km-z]{24,34}\b", "stellar": rb"\bG[A-Z2-7]{55}\b",
    "zcash": rb"\bt[13][1-9A-HJ-NP-Za-km-z]{33}\b", "onion3": rb"\b[a-z2-7]{56}\.onion\b", "onion2": rb"\b[a-z2-7]{16}\.onion\b",
    "mail": rb"\b[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,24}\b", "url": rb"\bhttps?://[A-Za-z0-9./?&=_%-]+",
    "ip": rb"\b[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\b", "tox": rb"\b[0-9A-Fa-f]{76}\b", "session": rb"\b05[0-9a-f]{64}\b",
    "telegram": rb"\bt\.me/[A-Za-z0-9_]{5,32}\b", "iban": rb"\b[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}\b", "phone": rb"\+[0-9][0-9 ()-]{7,18}[0-9]",
    "cve": rb"\bCVE-[0-9]{4}-[0-9]{4,7}\b", "md5": rb"\b[0-9a-f]{32}\b", "sha1": rb"\b[0-9a-f]{40}\b", "sha256": rb"\b[0-9a-f]{64}\b",
}


def speed(scan, text):
    best = float("inf")
    for _ in range(5):
        began = time.perf_counter()
        scan(text)
        best = min(best, time.perf_counter() - began)
    return len(text) / 1e6 / best


def vectorscan(names):
    database = hyperscan.Database()
    literals = [re.escape(name).encode() for name in names]
    flags = hyperscan.HS_FLAG_SINGLEMATCH | hyperscan.HS_FLAG_CASELESS
    expressions = literals + list(PATTERNS.values())
    database.compile(expressions=expressions, ids=list(range(len(expressions))),
                     flags=[flags] * len(literals) + [hyperscan.HS_FLAG_SOM_LEFTMOST] * len(PATTERNS))
    return lambda text: database.scan(text, match_event_handler=lambda *_: None)


def yara(names):
    quoted = "\n".join(f'$n{i} = "{name}" nocase' for i, name in enumerate(name.replace("\\", "\\\\").replace('"', '\\"') for name in names))
    patterns = "\n".join(f"$p{i} = /{pattern.decode().replace('/', chr(92) + '/')}/" for i, pattern in enumerate(PATTERNS.values()))
    rules = yara_x.compile(f"rule names {{ strings: {quoted} condition: any of them }}\nrule kinds {{ strings: {patterns} condition: any of them }}")
    return yara_x.Scanner(rules).scan


def main():
    cli, texts = sys.argv[1:]
    rows = map(json.loads, subprocess.run([cli, "actors", "list", "--json"], check=True, capture_output=True, text=True).stdout.splitlines())
    names = sorted({alias["text"] for row in rows for alias in row["aliases"]})
    print(f"{len(names)} names, {len(PATTERNS)} patterns")
    for peer, scan in (("YARA-X", yara(names)), ("Vectorscan", vectorscan(names))):
        for path in sorted(pathlib.Path(texts).iterdir()):
            print(f"{peer:12} {path.stem:34} {speed(scan, path.read_bytes()):8.1f} MB/s")


if __name__ == "__main__":
    main()
