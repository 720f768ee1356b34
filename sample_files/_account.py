"""What account exports hold beside recordings: lists, and second recordings of the same outing."""

from __future__ import annotations

import _apple
import _polar
from _indexes import Entry, garmin, runkeeper, runkeeper_gpx, strava
from _truth import Truth, describe

RUN_TWICE = "2026-01-06"
WALK_TWICE = "2026-05-24"
WALK_OF_PHONE = "2026-04-12"
RUN_WITH_ROUTE, RUN_INDOORS = "2026-04-23", "2026-04-04"
APPLE = "apple/apple_health_export"
OLDER = "training-session-2026-01-06-3142858899-5a1b7c3e-0000-4000-8000-000000000001.json"
NEWER = "training-session_2026-05-24T14-37-28_7766215556-5a1b7c3e-0000-4000-8000-000000000002.json"
DAILY = "activity-2026-05-24-5a1b7c3e-0000-4000-8000-000000000003.json"


def lists_and_twins(entries: list[Entry]) -> tuple[dict[str, bytes], list[Truth]]:
    """Files by path, and the truth of each."""
    on_day = {entry.outing.local.date().isoformat(): entry for entry in entries}
    run, walk, phone = (on_day[day] for day in (RUN_TWICE, WALK_TWICE, WALK_OF_PHONE))
    gpx = f"runkeeper/{phone.outing.local:%Y-%m-%d-%H%M%S}.gpx"
    named = Entry(phone.outing, phone.stream, gpx)
    of_strava = [entry for entry in entries if entry.path.startswith("strava/")]
    typed = [entry for entry in entries if entry.path.endswith("_ACTIVITY.fit")]
    numbers = [int(entry.path.rpartition("/")[2].partition("_")[0]) for entry in typed]
    ride = next(entry for entry in entries if entry.outing.kind == "ride")
    summaries = [*zip(numbers, typed, strict=True), (23_001_000_100, ride)]
    recordings = {
        f"polar/{OLDER}": (run, _polar.older(run.outing, run.stream)),
        f"polar/{NEWER}": (walk, _polar.newer(walk.outing, walk.stream)),
        gpx: (phone, runkeeper_gpx(named, phone.stream.shown()[::5].tolist())),
    }
    outdoors, indoors = on_day[RUN_WITH_ROUTE], on_day[RUN_INDOORS]
    route = outdoors.path.rpartition("/")[2]
    recordings |= {
        f"{APPLE}/export.xml": (outdoors, _apple.newer(outdoors.outing, outdoors.stream, route)),
        "apple/older/export.xml": (indoors, _apple.older(indoors.outing, indoors.stream)),
    }
    lists = {
        "strava/activities.csv": strava(of_strava),
        "strava/in_english/activities.csv": strava(of_strava, in_english=True),
        "runkeeper/cardioActivities.csv": runkeeper(named),
        "runkeeper/older/cardioActivities.csv": runkeeper(named, in_miles=True),
        "garmin/sample_0_summarizedActivities.json": garmin(summaries),
    }
    truth: list[Truth] = [
        {"path": path} | describe(entry.outing, entry.stream) | {"copy_of": entry.path}
        for path, (entry, _) in recordings.items()
    ]
    truth += [{"path": path, "kind": "list"} for path in lists]
    truth.append({"path": f"polar/{DAILY}", "kind": "no_recording"})
    files = {path: data for path, (_, data) in recordings.items()} | lists
    truth.append({"path": f"{APPLE}/export_cda.xml", "kind": "no_recording"})
    beside = {
        f"polar/{DAILY}": _polar.daily(walk.outing),
        f"{APPLE}/export_cda.xml": _apple.clinical(),
    }
    return files | beside, truth
