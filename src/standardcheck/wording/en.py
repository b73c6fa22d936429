"""English wording."""

COMMA = ", "

# -- faults: source ------------------------------------------------------------------------------------------
FAULTS = {
    # -- reading text (source) --
    "file-not-found": "There is no file {file}. Check the path and the folder it is relative to.",
    "file-is-directory": "{file} is a folder. Name a file in it.",
    "file-unreadable": "{file} cannot be opened: {reason}. Check that it exists and that you may read it.",
    "too-large": "The file is larger than {limit}. Split it into several files, or raise the limit.",
    "not-text": (
        "This is not a text file. Expected YAML or JSON, in UTF-8 or GB 18030; export spreadsheets "
        "and drawings first."
    ),
    "not-utf-8": "The byte {byte} is not UTF-8, and the rest of the file is. Save the file again as UTF-8.",
    "empty-file": "The file holds nothing. Expected YAML or JSON; write at least one key and its value.",
    "too-deep": "Nested more than {limit} levels deep. Flatten the structure.",
    "too-many-nodes": "More than {limit} keys and values in one file. Split it into several files.",
    "text-too-long": (
        "A text longer than {limit} characters. Shorten it, or keep it in a file of its own and refer to it."
    ),
    "number-too-long": (
        "A number of more than {limit} characters: {number}… Round it, or put it in quotes if it is "
        "an identifier."
    ),
    "number-out-of-range": (
        "The number {number} is too large or too small to calculate with. Check its exponent."
    ),
    "not-finite": (
        "{number} is not a number that can be checked. Write the value, or null if it is not known."
    ),
    "duplicate-key": (
        "The key “{key}” is written twice in the same place. Keep one of them, or rename the other."
    ),
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
        "The merge key << is not allowed: every value has to stand where it applies. Write the merged "
        "keys out."
    ),
    "more-than-one-document": (
        "A second document begins here. One file holds one document; remove the line --- or split the file."
    ),
    "full-width-colon": (
        "A full-width colon (：) after “{key}” does not separate a key from its value. Write “{key}: ” "
        "with an ASCII colon and a space, or put the text in quotes."
    ),
    "not-indentation": (
        "The text begins with {character}, a space that does not indent. Use ordinary spaces (U+0020)."
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
    "yaml-reserved-character": "A value cannot begin with {character}. Put the text in quotes.",
    "yaml-open-quote": "A quotation mark is opened and never closed. Add the closing one.",
    "yaml-open-bracket": (
        "A comma or the closing bracket is missing. Separate items by commas and close every [ and {{."
    ),
    "yaml-bad-escape": (
        "This backslash escape is not known. Write \\\\ for a backslash, or use single quotes."
    ),
    "yaml-after-end": (
        "Something follows after the document has ended. Remove it, or indent it to its place."
    ),
    "yaml-syntax": (
        "Not valid YAML: {problem}. Check colons, indentation, quotes and brackets in this line and "
        "the one before."
    ),
    "json-trailing-comma": "A comma before a closing bracket, which JSON does not allow. Remove the comma.",
    "json-comma-expected": (
        "Found {found} where a comma or the closing {expected} was expected. Add the comma or the bracket."
    ),
    "json-colon-expected": "Found {found} where the colon after a key was expected. Add the colon.",
    "json-key-expected": (
        "Found {found} where a key was expected. Write keys in double quotes, and no comments."
    ),
    "json-value-expected": (
        "Found {found} where a value was expected. Write text in double quotes; the only words are "
        "true, false and null."
    ),
    "json-bad-number": (
        "{found} is not a JSON number. Write digits with a decimal point and no leading zero; put "
        "identifiers in quotes."
    ),
    "json-open-string": "A text is opened with a double quote and never closed. Add the closing quote.",
    "json-control-character": (
        "The character {character} may not stand in a JSON text as it is. Write a line break as \\n "
        "and a tab as \\t."
    ),
    "json-bad-escape": "This backslash escape is not known in JSON. Write \\\\ for a backslash.",
    "json-lone-surrogate": "A \\u escape is half of a character. Write the character itself.",
    "json-after-end": (
        "Found {found} after the end of the JSON text. One file holds one value; remove the rest."
    ),
    "json-unfinished": (
        "The text ends too early: a bracket, a key or a value is missing. Check that the file is complete."
    ),
    # -- vocabulary --
    # -- plan --
    # -- rule set --
}
