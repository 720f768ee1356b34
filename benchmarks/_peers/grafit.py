"""GraFIT, its import of a folder into SQLite (fitparse beneath).

Computes: every message it knows as rows of a database.
Not: anything from them: no running told from walking, impacts, load, rules, copies; no GPX or TCX.
"""

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

command = Path(sys.executable).with_name("grafit")
database = Path(sys.argv[2]) / "grafit.db"
for words in (["init", database], ["import", sys.argv[1], database]):
    subprocess.run([command, *words], check=True, capture_output=True)
with sqlite3.connect(database) as connection:
    (count,) = connection.execute("SELECT count(*) FROM session").fetchone()
print(json.dumps({"read": count}))
