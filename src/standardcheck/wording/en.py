"""English wording."""

HINT = " Did you mean “{hint}”?"
COMMA = ", "

# -- faults: source ------------------------------------------------------------------------------------------
FAULTS = {
    # -- reading text (source) --
    "file-not-found": "There is no file {file}. Check the path and the folder it is relative to.",
    "file-is-directory": "{file} is a folder. Name a file in it.",
    "file-unreadable": "{file} cannot be opened: {reason}. Check that it exists and that you may read it.",
    "too-large": "The file is larger than {limit}. Split it into several files, or raise the limit.",
    "not-text": (
        "This is not a text file. Expected YAML or JSON, in UTF-8 or GB 18030; export spreadsheets and drawings first."
    ),
    "not-utf-8": "The byte {byte} is not UTF-8, and the rest of the file is. Save the file again as UTF-8.",
    "empty-file": "The file holds nothing. Expected YAML or JSON; write at least one key and its value.",
    "too-deep": "Nested more than {limit} levels deep. Flatten the structure.",
    "too-many-nodes": "More than {limit} keys and values in one file. Split it into several files.",
    "text-too-long": (
        "A text longer than {limit} characters. Shorten it, or keep it in a file of its own and refer to it."
    ),
    "number-too-long": (
        "A number of more than {limit} characters: {number}. Round it, or put it in quotes if it is an identifier."
    ),
    "number-out-of-range": ("The number {number} is too large or too small to calculate with. Check its exponent."),
    "not-finite": ("{number} is not a number that can be checked. Write the value, or null if it is not known."),
    "duplicate-key": ("The key “{key}” is written twice in the same place. Keep one of them, or rename the other."),
    "key-not-text": (
        "A list or a mapping stands where a key was expected. Write the key as text; put text that "
        "begins with [ or {{ in quotes."
    ),
    "alias-refused": (
        "The alias *{name} is not allowed: every value has to stand where it applies. Write the value "
        "out; put text that begins with * in quotes."
    ),
    "anchor-refused": (
        "The anchor &{name} is not allowed: every value has to stand where it applies. Remove it; put "
        "text that begins with & in quotes."
    ),
    "tag-refused": (
        "The tag {tag} is not allowed: types are given by the vocabulary. Remove it; put text that "
        "begins with ! in quotes."
    ),
    "merge-key-refused": (
        "The merge key << is not allowed: every value has to stand where it applies. Write the merged keys out."
    ),
    "more-than-one-document": (
        "A second document begins here. One file holds one document; remove the line --- or split the file."
    ),
    "full-width-colon": (
        "A full-width colon (：) after “{key}” does not separate a key from its value. Write “{key}: ” "
        "with an ASCII colon and a space, or put the text in quotes."
    ),
    "not-indentation": (
        "The text begins with {character}, which does not indent. Remove it, or use ordinary spaces (U+0020)."
    ),
    "tab-indentation": "A tab is used for indentation, which YAML does not allow. Use spaces.",
    "control-character": "The character {character} is not allowed in YAML. Remove it.",
    "yaml-second-colon": (
        "A second colon in one line, or a line indented deeper than its place. Put text that holds a "
        "colon and a space in quotes, or align the line."
    ),
    "yaml-colon-expected": "A key without its colon. Write “key: value”, with a space after the colon.",
    "yaml-indentation": (
        "This line does not line up with the lines before it. Indent keys and list items of one level "
        "by the same number of spaces."
    ),
    "yaml-value-expected": (
        "A value was expected here. Put text that begins with a bracket, a brace or a comma in quotes, and "
        "close every bracket."
    ),
    "yaml-reserved-character": "A value cannot begin with {character}. Put the text in quotes.",
    "yaml-open-quote": "A quotation mark is opened and never closed. Add the closing one.",
    "yaml-open-bracket": (
        "A comma or the closing bracket is missing. Separate items by commas and close every [ and {{."
    ),
    "yaml-bad-escape": ("This backslash escape is not known. Write \\\\ for a backslash, or use single quotes."),
    "yaml-after-end": ("Something follows after the document has ended. Remove it, or indent it to its place."),
    "yaml-syntax": (
        "Not valid YAML: {problem}. Check colons, indentation, quotes and brackets in this line and the one before."
    ),
    "json-trailing-comma": "A comma before a closing bracket, which JSON does not allow. Remove the comma.",
    "json-comma-expected": (
        "Found {found} where a comma or the closing {expected} was expected. Add the comma or the bracket."
    ),
    "json-colon-expected": "Found {found} where the colon after a key was expected. Add the colon.",
    "json-key-expected": ("Found {found} where a key was expected. Write keys in double quotes, and no comments."),
    "json-value-expected": (
        "Found {found} where a value was expected. Write text in double quotes; the only words are "
        "true, false and null."
    ),
    "json-bad-number": (
        "{found} is not a JSON number. Write digits with a decimal point and no leading zero; put "
        "identifiers in quotes."
    ),
    "json-open-string": (
        "A text is opened with a double quote and not closed in the same line. Close it, or write a line break as \\n."
    ),
    "json-control-character": (
        "The character {character} may not stand in a JSON text as it is. Write a tab as \\t and "
        "remove other control characters."
    ),
    "json-bad-escape": "This backslash escape is not known in JSON. Write \\\\ for a backslash.",
    "json-lone-surrogate": "A \\u escape is half of a character. Write the character itself.",
    "json-after-end": ("Found {found} after the end of the JSON text. One file holds one value; remove the rest."),
    "json-unfinished": (
        "The text ends too early: a bracket, a key or a value is missing. Check that the file is complete."
    ),
    # -- vocabulary --
    "vocabulary-no-root": "The schema names “{root}” as its root, but defines no such kind. Set x-root to a kind.",
    "vocabulary-reserved": "Field “{field}” of kind “{kind}” has the name of a word of the rule language. Rename it.",
    "vocabulary-not-annotated": "Field “{field}” of kind “{kind}” lacks x-type or x-label. Annotate it.",
    "vocabulary-bad-reference": "“{reference}” leads nowhere. References must name an entry of $defs in the same file.",
    "vocabulary-unknown-unit": "“{unit}”, the unit of field “{field}” of kind “{kind}”, is not known.",
    # -- plan --
    "more-faults": "{number} more facts do not fit their fields. Mend those listed first.",
    "not-an-object": "Expected {label} with its fields, found “{found}”.",
    "unknown-field": "“{field}” is not a field of {label}.{hint} Fields of your own begin with x_.",
    "list-form": "“{label}” must be a list, or where allowed {{incomplete: true, items: […]}}.",
    "not-a-list": "“{label}” must be a list, found “{found}”.",
    "long-form": "The long form of “{label}” must have “value”, and besides it only unit, source, page, note (text) and as_of (a date); see: {strange}.",
    "long-form-unit": "In the long form of “{label}”, “unit” goes with a plain number as “value”.",
    "duplicate-identity": "Two objects of kind {label} have the id “{id}”; the first is at {first}. Give each its own id.",
    "dangling-reference": "There is no {label} with the id “{id}” in this plan.{hint}",
    "none-impossible": "“{label}” cannot be “none”: without a value it would not be itself. State the value, or leave the field out if it is not known.",
    "not-a-number": "“{label}” must be a number ({unit}), found “{found}”.",
    "not-whole": "“{label}” must be a whole number, found “{found}”.",
    "out-of-bounds-low": "“{label}” is {found}, below what is possible ({bound}). Expected {unit}; check the number and its unit.",
    "out-of-bounds-open": "“{label}” is {found}, but must be more than {bound}. Expected {unit}; check the number and its unit.",
    "out-of-bounds-high": "“{label}” is {found}, above what is possible ({bound}). Expected {unit}; check the number and its unit.",
    "unknown-unit": "“{found}” has an unknown unit; “{label}” takes {unit}.{hint}",
    "number-as-text": "“{label}” is the text “{found}”, not a number. Remove the quotes, or write the unit ({unit}).",
    "share-not-ratio": "“{found}” is a percentage; “{label}” takes {unit}. Write the ratio itself, such as 1:12.",
    "ratio-not-expected": "“{found}” is a ratio; “{label}” takes {unit}.",
    "wrong-dimension": "“{found}” is a {got}; “{label}” is a {want} and takes {unit}.",
    "not-a-flag": "“{label}” must be true or false, found “{found}”.",
    "unknown-value": "“{found}” is not a value of “{label}”.{hint} Known values: {known}.",
    "text-expected": "“{label}” must be text, found “{found}”. Put it in quotes.",
    "not-a-date": "“{label}” must be a day written YYYY-MM-DD, found “{found}”.",
    # -- use --
    "no-pack": "No rule pack is for the place {place} on {as_of}. Name one with --rules.",
    "no-as-of": "{file} does not state {field}, so the date of judgement is not known. Give one with --as-of YYYY-MM-DD.",
    "bad-as-of": "“{found}” is not a day. Write --as-of YYYY-MM-DD.",
    "unknown-selection": "“{word}” names no rule, clause, ledger id or severity.{hint}",
    "no-plans": "No plan was found in {where}. Plans are *.yaml, *.yml and *.json files.",
    "not-a-report": "{file} is not a report of this program: {why}.",
    "worker-killed": "The process that checked this line died; no other line is affected. Check the plan by itself, and "
    "please report it.",
    "line-crashed": "This plan could not be checked ({error}). Please report it.",
    "reports-differ": "{file} has report version {found}, {first_file} has {first}. Write both with the same version of the program, then merge them.",
    "not-written": "{file} could not be written: {why}. Nothing was changed.",
    "unknown-param": "“{name}” is not a parameter.{hint}",
    # -- rule set --
    "pack-unknown": "No rule pack called “{pack}” was found.{hint}",
    "pack-cycle": "The packs extend each other in a circle: {chain}.",
    "pack-name": "The pack calls itself “{name}”, but lies in the folder “{folder}”. Make them the same.",
    "pack-no-manifest": "The pack “{pack}” has no readable pack.yaml.",
    "pack-file-outside": "“{file}” leads outside its pack. A pack holds regular files only.",
    "rule-recalled": "A clause graded “recalled” may stand only in a pack marked unverified: true; {pack} is not.",
    "rule-unknown-key": "“{key}” is not known here.{hint}",
    "rule-missing-key": "“{key}” is missing.",
    "rule-bad-choice": "“{found}” is not possible for “{key}”; expected one of {expected}.",
    "rule-quote-number": '“{key}” must be text: write it in quotes, "{found}", so that 4.10 does not become 4.1.',
    "rule-bad-value": "“{key}” cannot be “{found}”: {expected}.",
    "rule-duplicate": "“{name}” is defined twice; first at {first}.",
    "edition-overlap": "The editions of “{name}” overlap: one begins on {since} while the one at {first} still holds.",
    "edition-empty": "This edition of “{name}” ends on {to}, not after it begins.",
    "edition-gap": "“{name}” has no value from {since} until this edition begins. Close the gap.",
    "overlay-unknown-param": "The base has no parameter “{name}”.{hint}",
    "overlay-unknown-rule": "The base has no rule “{name}” to replace.{hint}",
    "overlay-replaces-must": "“{name}” ({clause}, {base}) is a must and cannot be replaced by {own}.",
    "overlay-not-replaceable": "“{name}” ({clause}, {base}) is not marked replaceable, so {own} cannot replace it.",
    "overlay-not-tailorable": "“{name}” ({base_value}, {clause}, {base}) is not tailorable, so {own} cannot set it. To make it stricter, use tighten.",
    "overlay-beyond-bound": "{own} sets “{name}” to {value}, beyond the bound {bound} that {clause} leaves ({base}).",
    "overlay-both-ways": "“{name}” cannot be tightened: its uses do not all point one way.",
    "overlay-table": "“{name}” has a table; tighten takes plain values only. Replace the rule or add a rule of its own.",
    "overlay-loosens": "{own} would loosen “{name}” from {base_value} ({clause}, {base}) to {value}. An overlay may only tighten.",
    "rule-unknown-enum": "“{name}” is not an enumeration of the vocabulary.{hint}",
    "rule-unknown-value": "“{value}” is not a value of {enum}.{hint}",
    "rule-unknown-quantity": "“{quantity}” is not a quantity.{hint} A quotient is written “area per household”.",
    "rule-unknown-unit": "“{unit}” is not a unit.{hint}",
    "rule-unknown-kind": "“{name}” is not a kind of the vocabulary.{hint}",
    "rule-unknown-document": "“{name}” is not a document of this rule set.{hint} Add it under documents.",
    "rule-unknown-name": "“{name}” is neither a field of {kind} nor a kind around it.{hint}",
    "rule-unknown-param": "“${name}” is neither a parameter nor a derived quantity.{hint}",
    "rule-unknown-set": "“${name}” is not a named set.{hint}",
    "rule-unknown-operator": "“{op}” is not an operator.{hint}",
    "rule-derived-type": "“{name}” says {want}, but its expression yields {found}.",
    "rule-derived-cycle": "“{name}” is derived from itself.",
    "rule-derived-out-of-sight": "“${name}” belongs to {owner}, which does not enclose {kind}.",
    "rule-not-a-list": "“{path}” is not a list of objects.{hint}",
    "rule-not-a-value": "“{path}” is an object or a list; a comparison needs one of its values.",
    "rule-path-expected": "Expected a path, found “{found}”.",
    "rule-path-through": "“{path}” leads through “{step}”, which is not a single object. Use each, some, none or an aggregate for lists.",
    "rule-too-deep": "Conditions nest deeper than {limit} levels. Split the rule.",
    "rule-condition-expected": "Expected a condition such as {{gfa: {{at_least: $min_area}}}}, found “{found}”.",
    "rule-list-expected": "“{key}” takes a list, found “{found}”.",
    "rule-alternative": "An alternative has label and require, found “{found}”.",
    "rule-k": "k must be a whole number from 1 to {n}, found “{k}”.",
    "rule-it-expected": "The items of this list are plain values: write {{it: …}}, found “{found}”.",
    "rule-not-beside": "“{key}” cannot stand here.{hint} Use all: […] to combine conditions.",
    "rule-no-comparison": "“{key}” yields a number; compare it, for example with at_least.",
    "rule-operator-type": "“{op}” cannot compare a {type}; it takes {takes}.",
    "rule-present-fact": "“present” asks about a field of the plan, not about a computed quantity.",
    "rule-flag-expected": "Expected true or false, found “{found}”.",
    "rule-operand": "Expected a value, a $name or {{field: path}}, found “{found}”.",
    "rule-type-mismatch": "{left} cannot be compared or combined with {right}.",
    "rule-literal": "“{found}” is not a {want}.",
    "rule-unit-missing": "“{found}” lacks a unit; a {want} is expected.",
    "rule-wrong-dimension": "“{found}” is a {got}; a {want} is expected.",
    "rule-expression": "Expected a path, a $name, a quantity or one operation, found “{found}”.",
    "rule-divisor-zero": "The divisor can be 0. Divide by a field whose natural bounds exclude 0.",
    "table-key": "The keys of a table are compared with written values only.",
    "table-too-large": "This table has {cases} cases, more than {limit}. Split it.",
    "table-gap": "No row answers for {case}. Add one, or declare it with undecided.",
    "table-overlap": "Two rows answer for {case}; the other is at {first}.",
}

JOIN = "; "

LABELS = {
    "item": "item",
    "add": "sum of {args}",
    "subtract": "difference of {args}",
    "multiply": "product of {args}",
    "divide": "ratio of {args}",
    "smallest": "smallest of {args}",
    "largest": "largest of {args}",
    "round_up": "{args}, rounded up",
    "count": "number of {items}",
    "count_where": "number of {items} with {where}",
    "count_distinct": "number of different values of {of} among {items}",
    "count_distinct_where": "number of different values of {of} among {items} with {where}",
    "sum_of": "total {of} of {items}",
    "sum_of_where": "total {of} of {items} with {where}",
    "min_of": "smallest {of} of {items}",
    "min_of_where": "smallest {of} of {items} with {where}",
    "max_of": "largest {of} of {items}",
    "max_of_where": "largest {of} of {items} with {where}",
    "share_where": "share of {items} with {where}",
    "share_of_where": "share of {of} in {items} with {where}",
}

VALUES = {
    "true": "yes",
    "false": "no",
    "none": "none",
    "not_stated": "not stated",
    "declared_not_applicable": "declared not applicable",
    "undecided": "left open by the clause",
    "no_edition": "without a value on this date",
    "empty": "without items",
    "at_least": "{low} or more",
    "at_most": "{high} or less",
    "between": "between {low} and {high}",
}

OPERATORS = {
    "at_least": "at least {required}",
    "at_most": "at most {required}",
    "more_than": "more than {required}",
    "less_than": "less than {required}",
    "equals": "{required}",
    "not_equals": "other than {required}",
    "in": "one of {required}",
    "not_in": "none of {required}",
    "before": "before {required}",
    "after": "after {required}",
    "on_or_before": "on or before {required}",
    "on_or_after": "on or after {required}",
    "present": "stated",
    "not_present": "absent",
    "negated": "not {test}",
}

PHRASES = {
    "compare": "{left} {test}",
    "compare_equals": "{left} is {test}",
    "not": "not ({item})",
    "nested": "({item})",
    "alternative": "{label}: {item}",
    "and": "{left} and {right}",
    "or": "{left} or {right}",
    "semicolon": "{left}; {right}",
    "k_of": "at least {k} of: {items}",
    "if": "if {condition}, then {then}",
    "if_else": "if {condition}, then {then}, else {otherwise}",
    "each": "each of {items}: {satisfies}",
    "each_where": "each of {items} with {where}: {satisfies}",
    "some": "at least one of {items}: {satisfies}",
    "some_where": "at least one of {items} with {where}: {satisfies}",
    "none": "none of {items}: {satisfies}",
    "none_where": "none of {items} with {where}: {satisfies}",
}

MODALS = {
    "must": "must be",
    "shall": "shall be",
    "should": "should be",
    "may": "may be",
    "encourage": "is encouraged to be",
    "target": "is aimed to be",
}

LEAVES = {
    "holds": "{label}: {measured} ({modal} {test})",
    "fails": "{label}: {measured}, {modal} {test}",
    "open": "{label} {modal} {test}",
    "open_limit": "{label}: {measured}, {modal} {test}",
    "scope": "{label}: {measured} (the rule concerns: {test})",
    "alternative": "or {said}",
    "exception_open": "the exception asks: {label} {test}",
    "exception_fails": "the exception does not help: {label}: {measured} (asked: {test})",
    "scope_open": "the rule concerns: {label} {test}",
}

MESSAGES = {
    "pass": "{said}.",
    "fail": "{said}.",
    "by_exception": "{said}; met by the exception “{exception}”.",
    "flagged": "{said}; met, though it is not known whether the rule applies (not stated: {facts}).",
    "unknown": "Cannot be decided without: {facts}. {said}.",
    "unknown_applies": "Whether the rule applies cannot be decided without: {facts}. {said}.",
    "unknown_law": "Cannot be decided: the clause leaves this case open. {said}.",
    "unknown_missing": "“{list}” is not stated. State it, or “none” if there are none.",
    "unknown_rest": "“{list}” is not complete; what is missing cannot be judged.",
    "empty": "There are no {list}.",
    "not_applicable": "Does not apply: {said}.",
    "manual": "Needs a person's judgement: {question}",
    "crashed": "This rule could not be evaluated ({error}). Please report it.",
    "more": "and {number} more",
    "nothing_to_measure": "nothing to measure",
}

REMEDIES = {
    "increase": "increase {label} by {amount}",
    "increase_percent": "increase {label} by {amount} ({percent} %)",
    "reduce": "reduce {label} by {amount}",
    "reduce_percent": "reduce {label} by {amount} ({percent} %)",
    "gentler": "make {label} no steeper than {required}",
    "steeper": "make {label} no gentler than {required}",
    "beyond": "change {label}: it must be {test}",
    "change": "make {label} {test}",
    "provide": "provide {label}, {test}",
    "supply": "supply {label}",
    "remove": "remove {label}",
    "or": "or: {remedy}",
    "add": "add {number} of {items}",
    "add_different": "add {number} of {items} of another kind",
    "add_of": "add {number} of: {choices}",
}


CAPS = {
    "no_pack_code": "The plan does not state which place it is for; local rules could not be looked up.",
    "local_pack_later": "The local rules ({later}) begin after this date, and what held before them is not encoded.",
    "before_first_edition": "The date lies before the first encoded edition of some documents.",
}

NOTICES = {
    "no_local_pack": "There is no rule pack for the place {code}; the general rules were applied.",
    "soft_breach": "“{label}” is set beyond what is generally allowed: {breach}.",
    "hardly_applied": "Nearly nothing applied: only {judged} of {rules} rules found something to judge. Is this the right plan?",
    "matched_nothing": "{number} rules found nothing in the plan that they apply to.",
}


OUTCOMES = {
    "pass": "passed",
    "fail": "failed",
    "unknown": "cannot be decided",
    "manual": "needs judgement",
    "not_applicable": "does not apply",
    "error": "error",
}

SEVERITIES = {"violation": "violation", "advice": "advice", "note": "note"}

VERDICTS = {"compliant": "COMPLIANT", "non_compliant": "NOT COMPLIANT", "undetermined": "UNDETERMINED"}

FORCES = {
    "must": "must",
    "shall": "shall",
    "should": "should",
    "may": "may",
    "encourage": "encouraged",
    "target": "target",
}

MODIFIERS = {
    "generally": "generally",
    "in_principle": "in principle",
    "where_conditions_allow": "where conditions allow",
    "approximately": "approximately",
}

CONNECTIVES = {
    "all": "all of",
    "any": "at least one of",
    "not": "not",
    "k_of": "at least {k} of",
    "one_of": "one of the alternatives",
    "if": "if … then … else",
    "each": "each item",
    "some": "at least one item",
    "none": "no item",
    "exceptions": "the requirement, or an exception",
}

TEXT = {
    "list": ", ",
    "file": "Plan: {file}",
    "as_of_given": "As of {date} (given); rules: {packs}",
    "as_of_plan": "As of {date} (the plan's date); rules: {packs}",
    "notice": "Note: ",
    "faults": "Faults in the plan ({number}); these facts count as not stated",
    "rule": "{clause}  {title} [{force}] ({marks})",
    "modifier": ", {text}",
    "grade": "grade {grade}",
    "draft": "Draft: not in force; every result is a note.",
    "margin": "margin {margin} ({percent})",
    "margin_plain": "margin {margin}",
    "rests_on": "rests on what the plan itself declares: {label}: {value} ({where})",
    "source": "source: {source}",
    "unidentified": "This object has no id; the finding is known by its place only.",
    "applies": "Applies if:",
    "requires": "Requires:",
    "leaf": "{label}: {measured} ({test})",
    "origin": "{label}: {value}, from {document} {number}, since {since} (pack {pack})",
    "origin_before": "  in place of {value}, from {document} {number}, since {since} (pack {pack})",
    "needs": "To be supplied ({number})",
    "need": "{label}  {path}  (settles {number} findings)",
    "summary": "Summary: ",
    "failing": "Failed: ",
    "cap": "Cannot be called compliant: ",
    "verdict": "Verdict: {verdict}",
    "partial": " (partial: not all rules were run)",
    "brief": "({fail} failed, {unknown} open)",
    "unreadable": "{file} could not be read",
    "not_read": "unreadable {number}",
    "total": "{number} plans: {parts}",
}

FORMATS = {
    "about": "{label}: {message}",
    "what": "What: {message}",
    "remedy": "To mend it: {remedy}",
    "need": "To be supplied: {label} ({path})",
    "claim": "Rests on what the plan itself declares: {label}: {value}",
    "clause": "Clause: {clause} ({force})",
    "place": "Place: {file}:{line}:{column}",
    "note": "Caution: {note}",
    "disposed": "{outcome} ({done})",
    "waived": "waived",
    "baseline": "known before",
    "decided": "decided by a person",
    "fault": "Fault in the plan; this fact counts as not stated: {message}",
    "unreadable": "The plan could not be checked: {message}",
    "cap": "Cannot be called compliant: {message}",
    "nothing": "Cannot be called compliant: no rule was decided.",
    "verdict": "Verdict: {verdict}{partial}",
    "partial": " (partial: not all rules were run)",
    "grade": "Grade of the rule: {grade}",
    "ledger": "Ledger: {ledger}",
    "source_root": "Root of the repository that the plans belong to.",
    "left_out": "{number} results are left out: the format allows {limit}.",
    "more_error": "{number} more errors are not marked here; the log shows {limit} of a kind at most.",
    "more_warning": "{number} more warnings are not marked here; the log shows {limit} of a kind at most.",
    "more_notice": "{number} more notices are not marked here; the log shows {limit} of a kind at most.",
}

COLUMNS = {
    "file": "file",
    "plan": "plan",
    "as_of": "as of",
    "verdict": "verdict",
    "document": "document",
    "clause": "clause",
    "rule": "rule",
    "ledger": "ledger",
    "title": "title",
    "force": "force",
    "severity": "severity",
    "grade": "grade",
    "outcome": "outcome",
    "disposition": "disposition",
    "object": "object",
    "pointer": "place in the plan",
    "line": "line",
    "column": "column",
    "message": "message",
    "measured": "measured",
    "required": "required",
    "margin": "margin",
    "percent": "margin in %",
    "needs": "to be supplied",
    "remedy": "what would mend it",
    "note": "caution",
    "fingerprint": "fingerprint",
}

PAGE = {
    "as_of": "As of {date}; rules: {packs}; plan: {file}",
    "count": "findings",
    "failing": "Failed: {parts}",
    "cap": "Cannot be called compliant: {message}",
    "notice": "Note: {message}",
    "plans": "{number} plans",
    "plan": "plan",
    "open": "open",
    "faults": "Faults in the plan ({number}); these facts count as not stated",
    "unreadable": "Not readable ({number})",
    "must": "Must be mended ({number})",
    "should": "Advised ({number})",
    "errors": "Rules that could not be evaluated ({number})",
    "judgement": "For a person to judge ({number})",
    "settled": "Waived, decided, or known before ({number})",
    "needs": "To be supplied ({number})",
    "settles": "settles",
    "object": "object",
    "finding": "what came out",
    "where": "where",
    "remedy": "what would mend it",
    "done": "done about it",
    "fact": "fact",
    "cut": "Cut to fit: {parts} are not shown. The verdict and all numbers above count everything; the JSON report has the rest.",
    "cut_finding": "{number} findings",
    "cut_fault": "{number} faults",
    "cut_need": "{number} facts to be supplied",
    "cut_plan": "{number} plans",
    "cut_line": "{number} lines about single plans",
}

CHANGES = {
    "nothing": "Nothing changed.",
    "changed_plans": "{changed} of {number} plans changed.",
    "verdict": "Verdict: {old} → {new}",
    "verdict_same": "Verdict: {new}, as before",
    "new": "New ({number})",
    "changed": "Changed ({number})",
    "fixed": "Settled ({number})",
    "gone": "No longer in the report ({number})",
    "new_faults": "New faults in the plan ({number})",
    "fixed_faults": "Faults mended ({number})",
    "before": "before: {text}",
    "now": "now: {text}",
    "added": "Only in the new report: {file} ({verdict})",
    "removed": "Only in the old report: {file} ({verdict})",
    "unreadable": "could not be checked",
    "became_unreadable": "Could be checked before, and cannot now: {file}",
    "place": "{file}:{line}:{column}",
    "other_rules": "Caution: the two were judged by different rules ({old}; {new}); a change may come from them.",
    "other_date": "Caution: the two were judged as of different dates ({old}; {new}); a change may come from that.",
    "narrowed": "Caution: not all rules were run ({which}); what is missing there may not have been judged.",
    "listed": "Caution: {which} lists open findings only; what is missing there may have passed or be gone.",
    "old": "the old report",
    "new_report": "the new report",
    "both": "both reports",
    "same_id": "Caution: several plans have the id {id}; they were matched by their file names.",
}

MERGE = {
    "once": "{file} is in several reports with the same result; it was kept once (from {report}).",
    "differ": "{file} is in several reports with the same plan, date and rules, but other results; both are kept.",
    "tools": "The reports were written by different versions of the program: {versions}.",
    "rules": "The reports were made from different rule sets; each plan names the packs it was checked against.",
    "written": "{plans} plans from {number} reports.",
}

SPACE = " "

SENTENCES = {
    "rule": "For every {kind}: {require} ({force}).",
    "rule_where": "For every {kind} with {applies}: {require} ({force}).",
    "manual": "a person decides: {question}",
    "exception": "Exception, {title}: where {when}, it is enough that {require}.",
    "undecided": "undecided: {why}",
    "row": "{when}: {value}",
}

RULES = {
    "since": "since {since}",
    "until": "from {since} until {until}",
    "clause": "{document} {number}, {held} (pack {pack})",
    "no_value": "no value on {day}",
    "replaced": "in place of {value}, {document} {number}, since {since} (pack {pack})",
    "soft": "beyond what is generally allowed: {breach}",
}

INIT = {
    "exists": "{file} exists already; use --force to overwrite it.",
    "written": "{file} written. Check it with: standardcheck check {file}",
    "not_written": "{file} could not be written: {why}.",
}

MEANINGS = {
    # -- comparisons: of a field, of a $name, or of an aggregate beside it --
    "at_least": "Not less than the limit; the limit itself holds.",
    "at_most": "Not more than the limit; the limit itself holds.",
    "more_than": "More than the limit; the limit itself does not hold.",
    "less_than": "Less than the limit; the limit itself does not hold.",
    "equals": "The same value; `field: value` is short for it.",
    "not_equals": "Another value; a stated “none” counts as another.",
    "in": "One of the values of a list or of a named $set; `field: [a, b]` is short for it.",
    "not_in": "None of the values of a list or of a named $set; holds for a stated “none”.",
    "before": "An earlier day.",
    "after": "A later day.",
    "on_or_before": "That day or an earlier one.",
    "on_or_after": "That day or a later one.",
    "present": "true: a value is stated; false: it is stated that there is none. Undecided where nothing is stated.",
    # -- connectives --
    "all": "Every condition of the list holds.",
    "any": "At least one condition of the list holds.",
    "not": "The condition does not hold.",
    "k_of": "At least k conditions of the list hold; k stands beside it.",
    "k": "How many conditions of k_of must hold.",
    "one_of": "At least one of several named alternatives holds.",
    "if": "Where this condition holds, `then` must hold, else `else`.",
    "then": "What must hold where the condition of `if` does.",
    "else": "What must hold where the condition of `if` does not; nothing if left out.",
    # -- quantifiers --
    "each": "Every item of the list (that meets `where`) satisfies the condition; true of an empty list.",
    "some": "At least one item of the list (that meets `where`) satisfies the condition.",
    "none": "No item of the list (that meets `where`) satisfies the condition; true of an empty list.",
    "where": "Which items of the list are meant; paths start at the item.",
    "satisfies": "What the items must meet; paths start at the item.",
    "it": "The item itself, in a list of plain values.",
    # -- aggregates --
    "count": "How many items the list has (that meet `where`).",
    "sum": "The sum of a value over the items (that meet `where`).",
    "min": "The smallest value among the items (that meet `where`).",
    "max": "The largest value among the items (that meet `where`).",
    "share": "The part of the items, or of the sum of a value over them, that meets `where`.",
    "of": "The value of each item that is summed or compared: a path or $name seen from the item.",
    "distinct": "Count different values of this field instead of items.",
    # -- arithmetic --
    "add": "The sum of several expressions of one dimension.",
    "subtract": "The first expression less the second.",
    "multiply": "The product of several expressions.",
    "divide": "The first expression by the second, whose natural bounds must exclude 0.",
    "smallest": "The smallest of several expressions.",
    "largest": "The largest of several expressions.",
    "round_up": "The expression rounded up to a multiple of `to`.",
    "to": "The step of round_up; 1 if left out.",
    "lookup": "The value of a parameter with a table, for the keys seen from here.",
    "field": "Another field of the plan, by its path.",
}

KEYS = {
    # -- pack.yaml --
    "pack": "Id of the pack: the name of its folder.",
    "version": "Version of the pack, in quotes.",
    "extends": "Id of the pack that this one builds on.",
    "Manifest.status": "in_force, or draft: every finding of a draft pack is a note.",
    "unverified": "true if the clauses were not checked against the text; needed for rules of grade recalled.",
    "selects": "Which plans the pack is chosen for; without it, it is used only when asked for.",
    "codes": 'Prefixes of the code of a plan\'s place, in quotes; "" stands for every place.',
    "order": "Ids of documents in the order in which reports show them; others follow.",
    # -- blocks of a rule file --
    "documents": "The standards, codes and policies that clauses are cited from, by id.",
    "params": "The limits, by name; rules refer to them as $name.",
    "sets": "Named sets of enum values; rules refer to them as $name.",
    "derived": "Quantities computed from facts, by name; rules refer to them as $name.",
    "rules": "The rules, in the order of the standard.",
    "set": "In an overlay: new editions of parameters that the base marks tailorable.",
    "tighten": "In an overlay: stricter editions of parameters that bind one way.",
    "replace": "In an overlay: rules in place of those that the base marks replaceable, under the same id.",
    # -- everywhere --
    "zh": "In Chinese.",
    "en": "In English.",
    "title": "Title, in both languages.",
    "label": "What people call it, in both languages.",
    "note": "A caution that is printed with it.",
    "from": "First day on which it holds, YYYY-MM-DD.",
    "to": "First day on which it no longer holds, YYYY-MM-DD.",
    "clause": "Where it is said.",
    "document": "Id of a document under `documents`.",
    "number": "Number of the clause as printed, in quotes.",
    "of": "Name of the enum in the vocabulary.",
    "quantity": "area, length, gradient, share, duration, count, number, enum, flag, date, or a ratio such as `area per household`.",
    "unit": "Unit to show it in, e.g. m2/100 household.",
    "values": "Values, one entry an edition; dates may not overlap.",
    # -- documents --
    "DocumentEntry.number": "Number of the document as printed.",
    "DocumentEntry.status": "What kind of document it is.",
    "superseded_by": "Id of the document that took its place.",
    "earlier": "What was in force before `from`: none, or an edition that is not_encoded (earlier dates are then undecided).",
    # -- parameters --
    "tailorable": "Within which bounds a local pack may set it.",
    "Tailorable.at_least": "A local value may not be lower.",
    "Tailorable.at_most": "A local value may not be higher.",
    "generally_at_least": "A lower local value is allowed and reported.",
    "generally_at_most": "A higher local value is allowed and reported.",
    "value": "The value, with its unit: 600 m2, 90 cm, 1:12, 35 %.",
    "table": "Rows, one of which answers for every combination of keys.",
    "reviewed": "Day on which a person last compared the value with the text.",
    "Row.when": "On which keys the row answers.",
    "undecided": "Why the text gives no value here.",
    "ValueSet.values": "Values of the enum that belong to the set.",
    # -- derived --
    "DerivedEntry.for": "Kind of object it belongs to.",
    "expression": "An expression, where it is not written as one operator beside the label.",
    # -- rules --
    "Rule.id": "Id of the rule: dotted, lower case, topic first. It never changes.",
    "ledger": "Rows of the ledger of clauses that the rule encodes.",
    "force": "How binding the sentence is; severity follows from it alone.",
    "modifiers": "Words of the text that soften it; they are printed.",
    "grade": "How sure we are of the rule itself; printed, changes nothing.",
    "replaceable": "true if a local pack may replace the rule; never for a must.",
    "Rule.for": "Kind of object the rule is about, or `each kind.list` for the items of one list.",
    "applies": "Which of these objects the rule concerns; all of them if left out.",
    "Rule.require": "What they must meet.",
    "decide": "manual: a person answers the question.",
    "question": "What the person is asked.",
    "exceptions": "Relaxations: the rule is met where one of them is.",
    "remedy": "Advice beside what is computed.",
    "examples": "Cases that the rule must decide as said: pass, fail, at the limit, unknown.",
    # -- exceptions and examples --
    "Exception_.id": "Short name of the exception.",
    "Exception_.when": "Where the exception may be used.",
    "Exception_.require": "What is then enough.",
    "name": "What the case shows.",
    "given": "The object of the rule, as in a plan.",
    "within": "Facts of the objects around it, by kind.",
    "as_of": "Date of judgement; the day the rule comes into force if left out.",
    "expect": "The outcome.",
    "needs": "The facts that an unknown outcome must ask for, as a set.",
    "exception": "Id of the exception by which it passes.",
}
