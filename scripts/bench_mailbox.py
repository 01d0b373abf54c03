#!/usr/bin/env python3
"""bench_mailbox.py FILE: how fast Python's mailbox reads a mailbox to sender, date and text, the best of three runs."""
import mailbox
import os
import sys
import time

best, mails = float("inf"), 0
for _ in range(3):
    began = time.perf_counter()
    mails = sum(1 for mail in mailbox.mbox(sys.argv[1]) if (mail["From"], mail["Date"], mail.get_payload(decode=True)))
    best = min(best, time.perf_counter() - began)
print(f"{'Python mailbox':23} {os.path.basename(sys.argv[1]):14} {os.path.getsize(sys.argv[1]) / 1e6 / best:8.1f} MB/s   {mails} messages")
