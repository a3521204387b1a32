#!/usr/bin/env python3
"""Recompute a draw: python3 verify_draw.py draw.json (Python 3.7 or newer, nothing else)."""

import hashlib
import hmac
import json
import sys

draw = json.load(open(sys.argv[1], encoding="utf-8"))  # noqa: SIM115 -- ends with us
codes, wrong = sorted(draw["tickets"]), []

tickets = hashlib.sha256("".join(code + "\n" for code in codes).encode()).hexdigest()
if tickets != draw["tickets_hash"] or len(codes) != draw["n_tickets"]:
    wrong.append("tickets")

seed = bytes.fromhex(draw["seed"])
if hashlib.sha256(seed).hexdigest() != draw["seed_hash"]:
    wrong.append("seed")

head = tickets + "\n" + draw["chance"] + "\n"
codes.sort(key=lambda code: hmac.new(seed, (head + code).encode(), "sha256").digest())
first = {code.split("-")[0]: code for code in reversed(codes)}
order = [code for code in codes if first[code.split("-")[0]] == code]
prizes = [p["name"] for p in draw["prizes"] for _ in range(p["count"])][: len(order)]
won = draw["winners"] + draw["substitutes"]
prizes += [won[each["instead_of"] - 1]["prize"] for each in draw["substitutes"]]
if [(w["ticket"], w["prize"]) for w in won] != list(zip(order, prizes)):  # noqa: B905
    wrong.append("winners")

sys.exit("WRONG: " + ", ".join(wrong) if wrong else 0)
