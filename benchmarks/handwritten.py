"""The rules of ``rules/bench`` as somebody would write them by hand in Python, over the dicts that JSON gives.

It answers what the engine answers: an outcome for every rule and object, flagged or not, with what was measured and
required where a rule is one comparison. It takes for granted what the engine checks: that the plan has no unknown
fields, no wrong types and units, no key written twice, nothing marked "none", and complete lists.
"""

from __future__ import annotations

from typing import Any

PASS, FAIL, UNKNOWN, NA, FLAGGED = "pass", "fail", "unknown", "not_applicable", "flagged"
CORE = {"elderly_care", "infant_care", "child_afterschool", "community_meals"}
GRADES = {"grade_I", "grade_II"}
CARE = {"nursery", "elder_day_care", "kindergarten"}
GRADIENT, CONSTRAINED = 1 / 12, 1 / 10

Result = tuple[str, Any, str, Any, Any]


def met(value: bool | None) -> str:
    return UNKNOWN if value is None else PASS if value else FAIL


def under(applies: bool | None, value: bool | None) -> str:
    """The outcome where it is not known, or known, that the rule applies (it is not ruled out)."""
    if value:
        return PASS if applies else FLAGGED
    return UNKNOWN if value is None or applies is None else FAIL


def both(one: bool | None, other: bool | None) -> bool | None:
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def either(one: bool | None, other: bool | None) -> bool | None:
    if one or other:
        return True
    return None if one is None or other is None else False


def least(value: Any, limit: Any) -> bool | None:
    return None if value is None else value >= limit


def most(value: Any, limit: Any) -> bool | None:
    return None if value is None else value <= limit


def missing(out: list[Result], rules: tuple[str, ...], where: Any) -> None:
    """A list that is not stated: what would be said of its items is unknown."""
    for rule in rules:
        out.append((rule, where, UNKNOWN, None, None))


def empty(out: list[Result], rules: tuple[str, ...], where: Any) -> None:
    for rule in rules:
        out.append((rule, where, NA, None, None))


RAMP = ("ramp.gradient", "ramp.width", "ramp.rails")
DOOR = ("door.width", "door.threshold", "door.escape")
PART = ("part.nursery-storey", "part.play-area", "part.day-care-area", "part.below-ground", "part.uses-known")
TOILET = ("toilet.turning", "toilet.call")


def check(plan: dict[str, Any]) -> list[Result]:
    """Every result for a plan with communities."""
    out: list[Result] = []
    for at, community in enumerate(plan["city"]["communities"]):
        of_community(out, community, at)
        for index, facility in enumerate(community["facilities"]):
            where = (at, index)
            of_facility(out, facility, where, plan["submitted_on"])
            for rules, name, judge in LISTS:
                items = facility.get(name)
                if items:
                    for inner, item in enumerate(items):
                        judge(out, item, facility, (where, inner))
                else:
                    (missing if items is None else empty)(out, rules, where)
    return out


def of_community(out: list[Result], community: dict[str, Any], where: Any) -> None:
    low = high = 0.0
    sure = maybe = 0
    for facility in community["facilities"]:
        form, gfa = facility.get("form"), facility.get("gfa")
        if form == "complex":
            sure, maybe = sure + 1, maybe + 1
            low += gfa or 0
            high += gfa or float("inf")
        elif form is None:
            maybe += 1
            high += gfa or float("inf")
    households = community.get("households")
    share = verdict = None
    if households is not None:
        verdict = True if low / households >= 0.3 else False if high / households < 0.3 else None
        share = low / households if low == high else None
    elif high == 0:
        verdict = False
    out.append(("community.area", where, met(verdict), share, 0.3))
    complex_ = True if sure >= 1 else False if maybe < 1 else None
    out.append(("community.complex", where, met(complex_), sure if sure == maybe else None, 1))
    applies = least(households, 500)
    mode = community.get("mode")
    stated = None if mode is None else mode in ("complex", "mixed")
    if applies is False:
        out.append(("community.mode", where, NA, None, None))
    else:
        out.append(("community.mode", where, under(applies, stated), mode, ("complex", "mixed")))


def of_facility(out: list[Result], facility: dict[str, Any], where: Any, submitted: str | None) -> None:
    get = facility.get
    form, gfa = get("form"), get("gfa")
    if form is not None and form != "complex":
        for rule in ("complex.area", "complex.area-advisable", "complex.functions", "complex.core"):
            out.append((rule, where, NA, None, None))
    else:
        applies = True if form else None
        out.append(("complex.area", where, under(applies, least(gfa, 600)), gfa, 600))
        out.append(("complex.area-advisable", where, under(applies, least(gfa, 800)), gfa, 800))
        functions = get("functions")
        if functions is None:
            out.append(("complex.functions", where, UNKNOWN, None, 3))
            out.append(("complex.core", where, UNKNOWN, None, 2))
        else:
            kinds = {function["kind"] for function in functions}
            out.append(("complex.functions", where, under(applies, len(kinds) >= 3), len(kinds), 3))
            core = len(kinds & CORE)
            out.append(("complex.core", where, under(applies, core >= 2), core, 2))
    radius = get("service_radius")
    out.append(("facility.radius", where, met(most(radius, 300)), radius, 300))
    height, alone, grade = get("building_height"), get("stand_alone"), get("fire_grade")
    graded = None if grade is None else grade in GRADES
    low_enough = most(height, 24)
    if not low_enough:
        low_enough = either(low_enough, both(both(alone, graded), most(height, 32)))
    out.append(("facility.height", where, met(low_enough), height, 24))
    out.append(("facility.fire-grade", where, met(graded), grade, ("grade_I", "grade_II")))
    exits, occupants, storeys = get("exits"), get("occupants"), get("storeys_above")
    enough = least(exits, 2)
    if not enough:
        enough = either(enough, both(both(most(occupants, 50), most(storeys, 3)), least(exits, 1)))
    out.append(("facility.exits", where, met(enough), exits, 2))
    housed = get("in_residential_building")
    if housed is False:
        out.append(("facility.separate", where, NA, None, None))
    else:
        apart = both(get("separate_exit"), get("separate_stairs"))
        out.append(("facility.separate", where, under(housed, apart), None, None))
    if alone is False:
        out.append(("facility.storeys", where, NA, None, None))
    else:
        out.append(("facility.storeys", where, under(alone, most(storeys, 6)), storeys, 6))
    approved = get("approval_on")
    on_time = None if approved is None or submitted is None else approved <= submitted
    out.append(("facility.approval", where, met(on_time), approved, submitted))
    usable = get("usable_area")
    share = None if usable is None or gfa is None else usable / gfa
    out.append(("facility.usable-share", where, met(least(share, 0.65)), share, 0.65))
    out.append(("facility.occupants", where, met(most(occupants, 150)), occupants, 150))
    limit, low, high = area_by_mode(get("build_mode"), form)
    if gfa is None:
        big = None
    else:
        big = True if low is not None and gfa >= low[1] else False if low is not None and gfa < low[0] else None
        if high:
            big = None
    out.append(("facility.area-by-mode", where, met(big), gfa, limit))


def area_by_mode(mode: str | None, form: str | None) -> tuple[Any, Any, bool]:
    """The limit; its bounds where it is not known; whether nothing is said."""
    if mode in ("extension", "renovation"):
        return 150, (150, 150), False
    if mode == "new_build":
        if form is None:
            return None, (200, 700), False
        limit = 700 if form == "complex" else 200
        return limit, (limit, limit), False
    return None, None, True


def of_ramp(out: list[Result], ramp: dict[str, Any], facility: dict[str, Any], where: Any) -> None:
    get = ramp.get
    gradient, rise, width = get("gradient"), get("rise"), get("clear_width")
    gentle = most(gradient, GRADIENT)
    if not gentle:
        gentle = either(gentle, both(both(get("constrained"), most(rise, 0.2)), most(gradient, CONSTRAINED)))
    out.append(("ramp.gradient", where, met(gentle), gradient, GRADIENT))
    out.append(("ramp.width", where, met(least(width, 1.0)), width, 1.0))
    rails = get("handrails_both_sides")
    if rise is not None and rise <= 0.3:
        out.append(("ramp.rails", where, NA, None, None))
    else:
        out.append(("ramp.rails", where, under(True if rise else None, rails), rails, True))


def of_door(out: list[Result], door: dict[str, Any], facility: dict[str, Any], where: Any) -> None:
    kind, width, mode = door.get("kind"), door.get("clear_width"), facility.get("build_mode")
    limit: float | None = None
    wide: bool | None = None
    if kind == "automatic":
        limit = 1.0
    elif kind == "manual" and mode is not None:
        limit = 0.9 if mode in ("new_build", "extension") else 0.8
    if width is not None:
        if limit is not None:
            wide = width >= limit
        elif kind == "manual":
            wide = True if width >= 0.9 else False if width < 0.8 else None
    out.append(("door.width", where, met(wide), width, limit))
    threshold = door.get("threshold")
    out.append(("door.threshold", where, met(most(threshold, 0.015)), threshold, 0.015))
    escape = door.get("is_escape_door")
    if escape is False:
        out.append(("door.escape", where, NA, None, None))
    else:
        out.append(("door.escape", where, under(escape, least(width, 1.2)), width, 1.2))


def of_part(out: list[Result], part: dict[str, Any], facility: dict[str, Any], where: Any) -> None:
    use = part["use"]
    if use == "nursery":
        storey = part.get("highest_storey")
        out.append(("part.nursery-storey", where, met(most(storey, 3)), storey, 3))
        area, children = part.get("outdoor_play_area"), part.get("children")
        each = None if area is None or children is None else area / children
        roomy = least(each, 3)
        if not roomy:
            mode = facility.get("build_mode")
            dense = None if mode is None else mode in ("renovation", "conversion")
            roomy = either(roomy, both(dense, least(each, 2)))
        out.append(("part.play-area", where, met(roomy), each, 3))
    else:
        out.append(("part.nursery-storey", where, NA, None, None))
        out.append(("part.play-area", where, NA, None, None))
    if use == "elder_day_care":
        gfa = part.get("gfa")
        out.append(("part.day-care-area", where, met(least(gfa, 350)), gfa, 350))
    else:
        out.append(("part.day-care-area", where, NA, None, None))
    if use in CARE:
        below = part.get("below_ground")
        out.append(("part.below-ground", where, met(None if below is None else not below), below, False))
    else:
        out.append(("part.below-ground", where, NA, None, None))
    out.append(("part.uses-known", where, PASS, None, None))


def of_toilet(out: list[Result], toilet: dict[str, Any], facility: dict[str, Any], where: Any) -> None:
    turning, kind = toilet.get("turning_diameter"), toilet.get("kind")
    out.append(("toilet.turning", where, met(least(turning, 1.5)), turning, 1.5))
    call = toilet.get("has_call_button")
    if kind is not None and kind != "accessible_room":
        out.append(("toilet.call", where, NA, None, None))
    else:
        out.append(("toilet.call", where, under(True if kind else None, call), call, True))


LISTS = ((PART, "parts", of_part), (RAMP, "ramps", of_ramp), (DOOR, "doors", of_door), (TOILET, "toilets", of_toilet))
