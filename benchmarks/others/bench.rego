# The rules of ../rules/bench as deny rules: each names the rule and the place of what fails.
package bench

import rego.v1

grades := {"grade_I", "grade_II"}

core := {"elderly_care", "infant_care", "child_afterschool", "community_meals"}

care := {"nursery", "elder_day_care", "kindergarten"}

deny contains ["community.area", i] if {
	some i, c in input.city.communities
	sum([f.gfa | some f in c.facilities; f.form == "complex"]) / c.households < 0.3
}

deny contains ["community.complex", i] if {
	some i, c in input.city.communities
	count([1 | some f in c.facilities; f.form == "complex"]) < 1
}

deny contains ["community.mode", i] if {
	some i, c in input.city.communities
	c.households >= 500
	not c.mode in {"complex", "mixed"}
}

deny contains ["complex.area", i, j] if {
	some i, j
	f := input.city.communities[i].facilities[j]
	f.form == "complex"
	f.gfa < 600
}

deny contains ["complex.area-advisable", i, j] if {
	some i, j
	f := input.city.communities[i].facilities[j]
	f.form == "complex"
	f.gfa < 800
}

deny contains ["complex.functions", i, j] if {
	some i, j
	f := input.city.communities[i].facilities[j]
	f.form == "complex"
	count({function.kind | some function in f.functions}) < 3
}

deny contains ["complex.core", i, j] if {
	some i, j
	f := input.city.communities[i].facilities[j]
	f.form == "complex"
	count({function.kind | some function in f.functions} & core) < 2
}

deny contains ["facility.radius", i, j] if {
	some i, j
	f := input.city.communities[i].facilities[j]
	f.service_radius > 300
}

deny contains ["facility.height", i, j] if {
	some i, j
	f := input.city.communities[i].facilities[j]
	f.building_height > 24
	not stands_alone(f)
}

stands_alone(f) if {
	f.stand_alone
	f.fire_grade in grades
	f.building_height <= 32
}

deny contains ["facility.fire-grade", i, j] if {
	some i, j
	f := input.city.communities[i].facilities[j]
	not f.fire_grade in grades
}

deny contains ["facility.exits", i, j] if {
	some i, j
	f := input.city.communities[i].facilities[j]
	f.exits < 2
	not few_people(f)
}

few_people(f) if {
	f.occupants <= 50
	f.storeys_above <= 3
	f.exits >= 1
}

deny contains ["facility.separate", i, j] if {
	some i, j
	f := input.city.communities[i].facilities[j]
	f.in_residential_building
	not separate(f)
}

separate(f) if {
	f.separate_exit
	f.separate_stairs
}

deny contains ["facility.storeys", i, j] if {
	some i, j
	f := input.city.communities[i].facilities[j]
	f.stand_alone
	f.storeys_above > 6
}

deny contains ["facility.approval", i, j] if {
	some i, j
	f := input.city.communities[i].facilities[j]
	f.approval_on > input.submitted_on
}

deny contains ["facility.usable-share", i, j] if {
	some i, j
	f := input.city.communities[i].facilities[j]
	f.usable_area / f.gfa < 0.65
}

deny contains ["facility.occupants", i, j] if {
	some i, j
	f := input.city.communities[i].facilities[j]
	f.occupants > 150
}

deny contains ["facility.area-by-mode", i, j] if {
	some i, j
	f := input.city.communities[i].facilities[j]
	f.gfa < area_by_mode(f)
}

area_by_mode(f) := 700 if {
	f.build_mode == "new_build"
	f.form == "complex"
}

area_by_mode(f) := 200 if {
	f.build_mode == "new_build"
	f.form == "dispersed"
}

area_by_mode(f) := 150 if f.build_mode in {"extension", "renovation"}

deny contains ["ramp.gradient", i, j, k] if {
	some i, j, k
	ramp := input.city.communities[i].facilities[j].ramps[k]
	ramp.gradient > 1 / 12
	not constrained(ramp)
}

constrained(ramp) if {
	ramp.constrained
	ramp.rise <= 0.2
	ramp.gradient <= 1 / 10
}

deny contains ["ramp.width", i, j, k] if {
	some i, j, k
	ramp := input.city.communities[i].facilities[j].ramps[k]
	ramp.clear_width < 1
}

deny contains ["ramp.rails", i, j, k] if {
	some i, j, k
	ramp := input.city.communities[i].facilities[j].ramps[k]
	ramp.rise > 0.3
	not ramp.handrails_both_sides
}

deny contains ["door.width", i, j, k] if {
	some i, j, k
	f := input.city.communities[i].facilities[j]
	door := f.doors[k]
	door.clear_width < door_width(door, f)
}

door_width(door, f) := 0.9 if {
	door.kind == "manual"
	f.build_mode in {"new_build", "extension"}
}

door_width(door, f) := 0.8 if {
	door.kind == "manual"
	f.build_mode in {"renovation", "conversion"}
}

door_width(door, _) := 1 if door.kind == "automatic"

deny contains ["door.threshold", i, j, k] if {
	some i, j, k
	door := input.city.communities[i].facilities[j].doors[k]
	door.threshold > 0.015
}

deny contains ["door.escape", i, j, k] if {
	some i, j, k
	door := input.city.communities[i].facilities[j].doors[k]
	door.is_escape_door
	door.clear_width < 1.2
}

deny contains ["part.nursery-storey", i, j, k] if {
	some i, j, k
	part := input.city.communities[i].facilities[j].parts[k]
	part.use == "nursery"
	part.highest_storey > 3
}

deny contains ["part.play-area", i, j, k] if {
	some i, j, k
	f := input.city.communities[i].facilities[j]
	part := f.parts[k]
	part.use == "nursery"
	part.outdoor_play_area / part.children < 3
	not dense(part, f)
}

dense(part, f) if {
	f.build_mode in {"renovation", "conversion"}
	part.outdoor_play_area / part.children >= 2
}

deny contains ["part.day-care-area", i, j, k] if {
	some i, j, k
	part := input.city.communities[i].facilities[j].parts[k]
	part.use == "elder_day_care"
	part.gfa < 350
}

deny contains ["part.below-ground", i, j, k] if {
	some i, j, k
	part := input.city.communities[i].facilities[j].parts[k]
	part.use in care
	part.below_ground
}

deny contains ["part.uses-known", i, j, k] if {
	some i, j, k
	part := input.city.communities[i].facilities[j].parts[k]
	not part.use
}

deny contains ["toilet.turning", i, j, k] if {
	some i, j, k
	toilet := input.city.communities[i].facilities[j].toilets[k]
	toilet.turning_diameter < 1.5
}

deny contains ["toilet.call", i, j, k] if {
	some i, j, k
	toilet := input.city.communities[i].facilities[j].toilets[k]
	toilet.kind == "accessible_room"
	not toilet.has_call_button
}
