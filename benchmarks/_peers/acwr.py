"""fitdecode, pandas and acwr put together by hand.

Computes: records as a frame, minutes recorded as a daily load, its 7:28 ratio, monotony and strain.
Not: running told from walking, pauses, damaged files, copies, rules, a library; no GPX or TCX.
"""

import json
import sys
from pathlib import Path

import acwr
import fitdecode
import pandas as pd

LONGEST_STEP_S = 10
rows, refused = [], []
for path in sorted(Path(sys.argv[1]).iterdir()):
    try:
        with fitdecode.FitReader(str(path)) as reader:
            records = pd.DataFrame(
                {field.name: field.value for field in frame.fields}
                for frame in reader
                if isinstance(frame, fitdecode.FitDataMessage) and frame.name == "record"
            )
        step_s = records["timestamp"].diff().dt.total_seconds().clip(upper=LONGEST_STEP_S)
        date = records["timestamp"].iloc[0].date()
        rows.append({"date": date, "load": step_s.sum() / 60})
    except Exception as error:
        refused.append(repr(error))
days = acwr.daily_load(pd.DataFrame(rows))
for computed in (acwr.acwr, acwr.monotony, acwr.strain):
    computed(days)
print(json.dumps({"read": len(rows), "refused": sorted(set(refused))}))
