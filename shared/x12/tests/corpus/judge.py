#!/usr/bin/env python3
"""What independent validators say of the files of a folder, as a table of verdicts.

usage: judge.py [--maps DIR] [--stupidedi LIB:LIB] FOLDER > verdicts.tsv

Needs the packages pyx12, x12sdk, oxedi and x12-doctor; --maps names pyx12 maps that know 270 and 271; --stupidedi
names the lib folders of the Ruby gems stupidedi and cantor. A file is named BASE.CASE.edi, and BASE begins with the
number of its transaction set.

ok     nothing is wrong        crash  the validator failed, or refused without a verdict
bad    something is wrong      na     the validator does not know the transaction set
-      the validator is not here
"""

import argparse
import concurrent.futures
import importlib.util
import logging
import os
import pathlib
import subprocess
import sys

COLUMNS = ["pyx12", "pyx12ext", "x12sdk", "oxedi", "x12doctor", "stupidedi"]


class Errors(logging.Handler):
    """Errors that pyx12 tells only its log."""

    def __init__(self):
        super().__init__(logging.ERROR)
        self.count = 0

    def emit(self, record):
        self.count += 1


def pyx12(path, maps=None):
    import pyx12.errors
    import pyx12.params
    import pyx12.x12n_document

    log, errors = logging.getLogger("pyx12"), Errors()
    log.propagate = False
    log.addHandler(errors)
    try:
        params = pyx12.params.params(None)
        params.set("exclude_external_codes", "")
        if maps:
            params.set("map_path", maps)
        valid = pyx12.x12n_document.x12n_document(
            param=params, src_file=str(path), fd_997=None, fd_html=None, map_path=maps
        )
        return "ok" if valid and not errors.count else "bad"
    except pyx12.errors.EngineError as error:
        return "na" if "Map not found" in str(error) else "crash"
    finally:
        log.removeHandler(errors)


def pyx12ext(path, maps):
    """pyx12 knows no repeated elements: it is shown the first of each."""
    data = path.read_bytes()
    start = data.find(b"ISA")
    header, rest = data[: start + 106], data[start + 106 :]
    if start < 0 or len(header) < 106:
        return pyx12(path, maps)
    element, repetition, end = header[start + 3 : start + 4], header[start + 82 : start + 83], header[-1:]
    if not repetition.isalnum():
        segments = []
        for segment in rest.split(end):
            if segment.strip()[:3] in (b"EB" + element, b"EQ" + element):
                segment = element.join(part.split(repetition)[0] for part in segment.split(element))
            segments.append(segment)
        rest = end.join(segments)
    shown = path.with_suffix(".shown")
    shown.write_bytes(header + rest)
    try:
        return pyx12(shown, maps)
    finally:
        shown.unlink()


def x12sdk(path):
    from x12sdk.io import X12ModelReader

    try:
        with X12ModelReader(str(path)) as reader:
            return "ok" if list(reader.models()) else "bad"
    except KeyError as error:
        return "na" if "is not supported" in str(error) else "crash"
    except ValueError:
        return "bad"


def oxedi(path):
    import oxedi as oracle

    try:
        return "bad" if oracle.parse(path.read_bytes()).diagnostics else "ok"
    except oracle.ParseError:
        return "bad"


def x12doctor(path):
    """It knows envelopes only: where they are right, it has nothing to say."""
    from x12doctor.diagnose import diagnose

    return "na" if diagnose(path.read_bytes()).ok else "bad"


def judge(path, maps):
    """Verdicts of the Python validators; None where the validator is not here."""
    kind = path.name[:3]
    judges = {
        "pyx12": pyx12 if kind not in ("270", "271", "276") else None,
        "pyx12ext": (lambda file: pyx12ext(file, maps)) if kind in ("270", "271") else None,
        "x12sdk": x12sdk if kind != "ta1" else None,
        "oxedi": oxedi if kind == "835" else None,
        "x12doctor": x12doctor,
    }
    verdicts = {}
    for name, ask in judges.items():
        package = "pyx12" if name == "pyx12ext" else name
        if importlib.util.find_spec(package) is None or (name == "pyx12ext" and not maps):
            verdicts[name] = "-"
        elif ask is None:
            verdicts[name] = "na"
        else:
            try:
                verdicts[name] = ask(path)
            except Exception:
                verdicts[name] = "crash"
    return verdicts


def stupidedi(paths, libraries):
    if not libraries:
        return {}
    script = pathlib.Path(__file__).with_name("judge.rb")
    include = [word for library in libraries.split(":") for word in ("-I", library)]
    lines = subprocess.run(
        ["ruby", *include, script], input="\n".join(map(str, paths)), capture_output=True, text=True, check=True
    ).stdout
    return dict(line.split("\t") for line in lines.splitlines())


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--maps")
    arguments.add_argument("--stupidedi")
    arguments.add_argument("folder", type=pathlib.Path)
    chosen = arguments.parse_args()
    paths = sorted(chosen.folder.glob("*.edi"))
    logging.disable(logging.WARNING)
    ruby = stupidedi(paths, chosen.stupidedi)
    print("case", *COLUMNS, sep="\t")
    with concurrent.futures.ProcessPoolExecutor(os.cpu_count()) as pool:
        verdicts = pool.map(judge, paths, [chosen.maps] * len(paths), chunksize=8)
        for path, found in zip(paths, verdicts):
            found["stupidedi"] = ruby.get(str(path), "-")
            print(path.stem, *(found[column] for column in COLUMNS), sep="\t", flush=True)


if __name__ == "__main__":
    sys.exit(main())
