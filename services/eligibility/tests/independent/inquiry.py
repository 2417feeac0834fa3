#!/usr/bin/env python3
"""Reads a 270 with x12sdk, a parser that shares no code with Praxis, and prints what it found as JSON."""

import json
import sys

from x12sdk.io import X12ModelReader


def text(value):
    return None if value is None else str(getattr(value, "value", value))


def found(owner):
    """Every field of every segment below, under its path."""
    if hasattr(owner, "model_dump"):
        return owner.model_dump(exclude_none=True, mode="json")
    return text(owner)


with X12ModelReader(sys.argv[1]) as reader:
    json.dump([found(transaction) for transaction in reader.models()], sys.stdout)
