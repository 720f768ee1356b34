"""runpandas, each file to its frame and its summary (fitparse beneath).

Computes: records as a frame, means, extremes and totals of each activity.
Not: running told from walking, impacts, load over days, rules, copies, a library.
"""

import json
import sys
import warnings
from pathlib import Path

import runpandas

warnings.simplefilter("ignore")
read = 0
refused = []
for path in sorted(Path(sys.argv[1]).iterdir()):
    try:
        runpandas.read_file(str(path)).summary()
        read += 1
    except Exception as error:
        refused.append(repr(error))
print(json.dumps({"read": read, "refused": sorted(set(refused))}))
