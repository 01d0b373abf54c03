#!/usr/bin/env python3
"""torture.py CLI [GIGABYTES]: items too large to hold, through the command line: peak memory of each, and how soon a stop ends it.

A store takes an item of twice the size, verifies it and gives it back. Items are generated in a temporary folder and removed. Fails where one takes
more than 512 MB or a stop more than half a second."""
import json
import os
import signal
import subprocess
import sys
import tempfile
import time

MEMORY_MAX = 512_000_000
STOP_MAX = 0.5
MAIL = ("From ann@mail.example Fri Mar 01 00:00:00 2024\nFrom: Ann Lee <ann@mail.example>\nSubject: number {n}\n"
        "Date: Fri, 1 Mar 2024 10:00:00 +0000\nContent-Type: text/plain; charset=utf-8\n\nthe slides are in the shared folder\nsee you tomorrow\n\n")


def repeated(size, begin, record, end):
    """Pieces of about a megabyte that make `size` bytes of records."""
    yield begin
    made, number = 0, 0
    while made < size:
        piece = "".join(record(number + at) for at in range(4000))
        number += 4000
        made += len(piece)
        yield piece
    yield end


def telegram(n):
    said = {"id": n, "type": "message", "date": "2024-03-01T10:00:00", "date_unixtime": str(1709287200 + n), "from": "Ann Lee",
            "from_id": "user1", "text": "the slides are in the shared folder, see you tomorrow", "text_entities": []}
    return ("," if n else "") + json.dumps(said) + "\n"


def items(size):
    yield "mailbox.mbox", repeated(size, "", lambda n: MAIL.format(n=n), "")
    yield "result.json", repeated(size, '{"name":"t","type":"personal_chat","id":1,"messages":[', telegram, "]}")
    yield "chat.txt", repeated(size, "", lambda n: f"[01/03/2024, {n // 3600 % 24:02}:{n // 60 % 60:02}:{n % 60:02}] Ann Lee: see you tomorrow\n", "")
    yield "one-line.txt", repeated(size // 10, "", lambda n: "word ", "")


def read(cli, path, stop_after=None):
    """Seconds, peak bytes and status of one reading; with `stop_after`, seconds from the stop to the end."""
    began = time.monotonic()
    child = subprocess.Popen([cli, "transcript", "--json", path], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if stop_after:
        time.sleep(stop_after)
        child.send_signal(signal.SIGINT)
        began = time.monotonic()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = 0
    return time.monotonic() - began, usage.ru_maxrss * 1024, os.waitstatus_to_exitcode(status)


def kept(cli, size):
    """A binary item through a store and out again, under the memory limit."""
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        path, store, bag = (os.path.join(folder, name) for name in ("disk.img", "store", "case.zip"))
        piece = os.urandom(1 << 20)
        with open(path, "wb") as out:
            for number in range(size >> 20):
                out.write(number.to_bytes(8, "little") + piece[8:])
        call = [cli, "--store", store]
        for arguments in (["store", "init", "--analyst", "T", "--no-passphrase"], ["case", "log", path], ["verify"],
                          ["export", "1", "--format", "bundle", "--out", bag]):
            began = time.monotonic()
            child = subprocess.Popen(call + arguments, stdout=subprocess.DEVNULL)
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = 0
            seconds, peak, status = time.monotonic() - began, usage.ru_maxrss * 1024, os.waitstatus_to_exitcode(status)
            print(f"{' '.join(arguments[:2]):14} an item of {size / 1e6:.0f} MB in {seconds:6.1f} s, peak {peak / 1e6:5.0f} MB, status {status}")
            failed |= status != 0 or peak > MEMORY_MAX
    return failed


def main():
    cli, size = sys.argv[1], int(float(sys.argv[2] if len(sys.argv) > 2 else 1) * 1e9)
    failed = False
    for name, pieces in items(size):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, name)
            with open(path, "w", encoding="utf-8") as out:
                out.writelines(pieces)
            length = os.path.getsize(path)
            seconds, peak, status = read(cli, path)
            stopped, _, stop_status = read(cli, path, stop_after=min(1.0, seconds / 3))
        print(f"{name:14} {length / 1e6:7.0f} MB in {seconds:6.1f} s, {length / 1e6 / seconds:6.1f} MB/s end to end, peak {peak / 1e6:5.0f} MB; "
              f"a stop ends it in {stopped * 1e3:4.0f} ms with status {stop_status}")
        failed |= status != 0 or peak > MEMORY_MAX or stopped > STOP_MAX or stop_status != 5
    failed |= kept(cli, 2 * size)
    sys.exit(failed)


if __name__ == "__main__":
    main()
