# Reads a calendar file from standard input with Debian's python3-icalendar and prints what it found as JSON.
import json
import sys
from datetime import timezone

from dateutil.rrule import rrulestr
from icalendar import Calendar

calendar = Calendar.from_ical(sys.stdin.buffer.read())
(event,) = calendar.walk("VEVENT")
(zone,) = calendar.walk("VTIMEZONE")
clock = zone.to_tz()  # the rules in the file, not those of this machine


def instant(name):
    assert event[name].params["TZID"] == str(zone["TZID"])
    return clock.localize(event[name].dt.replace(tzinfo=None)).astimezone(timezone.utc).isoformat()


starts = []
if "RRULE" in event:
    local = event["DTSTART"].dt.replace(tzinfo=None)
    rule = event["RRULE"].to_ical().decode()
    if "UNTIL" in event["RRULE"]:  # in UTC, as the format wants it; dateutil wants the clock of the start
        (until,) = event["RRULE"]["UNTIL"]
        rule = ";".join(part for part in rule.split(";") if not part.startswith("UNTIL="))
        rule += until.astimezone(clock).strftime(";UNTIL=%Y%m%dT%H%M%S")
    lists = event.get("EXDATE", [])
    left_out = {day.dt.replace(tzinfo=None) for days in (lists if isinstance(lists, list) else [lists]) for day in days.dts}
    for n, start in enumerate(rrulestr(rule, dtstart=local)):
        if n == 8:
            break
        if start in left_out:
            continue
        starts.append(clock.localize(start).astimezone(timezone.utc).isoformat())

text = lambda name: str(event[name]) if name in event else ""
json.dump({
    "Method": str(calendar["METHOD"]), "UID": text("UID"), "Sequence": int(event["SEQUENCE"]), "Status": text("STATUS"),
    "Title": text("SUMMARY"), "Place": text("LOCATION"), "About": text("DESCRIPTION"),
    "Changed": event["DTSTAMP"].dt.isoformat(), "Start": instant("DTSTART"), "End": instant("DTEND"), "Starts": starts,
    "Wrong": [str(e) for e in event.errors],
}, sys.stdout)
