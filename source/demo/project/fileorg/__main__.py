"""`python3 -m fileorg`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from fileorg.app import create_app
from fileorg.classify import classify
from fileorg.config import Settings
from fileorg.packs import get_pack
from fileorg.server import serve


def main() -> None:
    parser = argparse.ArgumentParser(prog="fileorg")
    commands = parser.add_subparsers(dest="command", required=True)
    classify_parser = commands.add_parser("classify", help="say what kind of paper a text file is")
    classify_parser.add_argument("file", type=Path)
    classify_parser.add_argument("--pack", default="generic")
    commands.add_parser("serve", help="serve the HTTP API")
    arguments = parser.parse_args()
    if arguments.command == "serve":
        serve(create_app(Settings()))
        return
    text = arguments.file.read_text(encoding="utf-8")
    print(json.dumps(classify(text, get_pack(arguments.pack)).to_json(), indent=2))


if __name__ == "__main__":
    main()
