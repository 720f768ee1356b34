"""easy-or-not, its own command for a folder.

Computes: time in heart-rate zones, the walk home cut off, metres a heartbeat, TRIMP, a 7:28 ratio.
Not: running told from walking, impacts, damaged files, copies, rules, a library; runs only, no
GPX or TCX.
"""

import contextlib
import io
import json
import sys

from easy_or_not.cli import main

told = io.StringIO()
with contextlib.redirect_stdout(told):
    code = main(["--max-hr", "190", "--json", "files", sys.argv[1]])
if code:
    sys.exit(code)
report = json.loads(told.getvalue())
print(json.dumps({"read": sum(map(len, (report[key] for key in ("runs", "skipped"))))}))
