"""Takes the name of a time zone as feeds and pages write it, gives how far its clocks are ahead of UTC."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

# By hours from UTC. Names that mean several zones (IST, GST) or that nobody uses are left out on purpose; those of
# America mean what RFC 5322 (section 4.3) says.
_ZONES = {
    name: timedelta(hours=hours)
    for hours, names in {
        -10: "hst",
        -9: "akst",
        -8: "pst akdt",
        -7: "mst pdt",
        -6: "cst mdt",
        -5: "est cdt",
        -4: "ast edt",
        -3.5: "nst",
        -3: "adt brt art",
        -2.5: "ndt",
        0: "z ut utc gmt wet",
        1: "west bst cet met mez wat",
        2: "cest mest mesz eet sast cat",
        3: "eest msk мск trt eat idt",
        5: "pkt",
        5.75: "npt",
        7: "wib ict",
        8: "hkt sgt myt pht wita awst",
        9: "jst kst wit",
        9.5: "acst",
        10: "aest",
        10.5: "acdt",
        11: "aedt",
        12: "nzst",
        13: "nzdt",
    }.items()
    for name in names.split()
}
# The clocks of North America by their winter time: "ET" is whichever is in force.
_SEASONAL = {"et": -5, "ct": -6, "mt": -7, "pt": -8}
_SIGNED = re.compile(r"(?:gmt|utc?|z)?([+-])(\d{1,2}):?(\d\d)?")
#: No place was ever further from UTC.
_FURTHEST = timedelta(hours=15)
_MINUTES = 60
_FIRST_YEAR_OF_RULE = 2007


def zone_offset(zone: str, at: datetime) -> timedelta | None:
    """How far a zone is ahead of UTC when its clocks show `at`, which is naive; `None` for a zone that is unknown or ambiguous.

    >>> at = datetime(2026, 5, 3, 8)
    >>> zone_offset("GMT+2", at) == zone_offset("CEST", at), zone_offset("ET", at) == zone_offset("EDT", at)
    (True, True)
    >>> zone_offset("IST", at), zone_offset("+99:99", at)
    (None, None)
    """
    zone = re.sub(r"\s", "", zone).replace("−", "-").lower()
    if signed := _SIGNED.fullmatch(zone):
        minutes = int(signed[3] or 0)
        ahead = timedelta(hours=int(signed[2]), minutes=minutes)
        if ahead > _FURTHEST or minutes >= _MINUTES:
            return None
        return ahead if signed[1] == "+" else -ahead
    if zone in _SEASONAL:
        return (
            timedelta(hours=_SEASONAL[zone] + is_american_summer(at))
            if at.year >= _FIRST_YEAR_OF_RULE
            else None
        )
    return _ZONES.get(zone)


def is_american_summer(at: datetime) -> bool:
    """Whether clocks of North America that show `at` are on summer time, as the Energy Policy Act of 2005 fixes it from 2007 on.

    >>> [is_american_summer(datetime(2026, month, 3)) for month in (2, 5, 12)]
    [False, True, False]
    """
    second_sunday_of_march = _first_sunday(at.year, 3) + timedelta(days=7, hours=2)
    return second_sunday_of_march <= at < _first_sunday(at.year, 11) + timedelta(hours=2)


def _first_sunday(year: int, month: int) -> datetime:
    first = datetime(year, month, 1)  # noqa: DTZ001 - what clocks show
    return first + timedelta(days=6 - first.weekday())
