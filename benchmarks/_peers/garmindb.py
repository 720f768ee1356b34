"""GarminDB, its import of activity files into SQLite.

Computes: records, laps and the session's own totals as rows of a database.
Not: running told from walking, impacts, load, rules, copies of one run; no GPX.
"""

import json
import logging
import sqlite3
import sys
from pathlib import Path

import fitfile
from garmindb import ActivityFitFileProcessor, GarminActivitiesFitData, PluginManager
from idbutils import DbParams


class Refusals(logging.Handler):
    """Keeps why a file was not imported."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.told: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the last argument of a message on a file."""
        if str(record.msg).startswith("Failed to parse %s: %s") and len(record.args) == 2:
            self.told.add(repr(record.args[1]))


refusals = Refusals()
logging.getLogger().addHandler(refusals)
folder, place = Path(sys.argv[1]), Path(sys.argv[2])
plugins = place / "plugins"
plugins.mkdir()
database = DbParams(db_type="sqlite", db_path=str(place))
data = GarminActivitiesFitData(str(folder), False, fitfile.field_enums.DisplayMeasure.metric, 0)
data.process_files(ActivityFitFileProcessor(database, PluginManager(str(plugins), database), 0))
with sqlite3.connect(place / "garmin_activities.db") as connection:
    (count,) = connection.execute(
        "SELECT count(DISTINCT activity_id) FROM activity_records"
    ).fetchone()
print()
print(json.dumps({"read": count, "refused": sorted(refusals.told)}))
