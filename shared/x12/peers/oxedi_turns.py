"""Reads the 835 named on the command line once for each line of standard input.

Prints the version of oxedi, then for each turn: processor seconds, claims, diagnostics.
"""

import sys
import time

import oxedi

with open(sys.argv[1], "rb") as file:
    text = file.read()
print(oxedi.__version__, flush=True)
for _ in sys.stdin:
    begin = time.process_time()
    result = oxedi.parse(text)
    diagnostics = len(result.diagnostics)
    seconds = time.process_time() - begin
    print(seconds, len(result.tables["claims"]), diagnostics, flush=True)
    del result
