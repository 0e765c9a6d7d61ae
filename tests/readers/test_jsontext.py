"""JSON read strictly: what is a value, what is none, and where in the text a fault is."""

import json
import time
import tracemalloc
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dailypapers import ReadError
from dailypapers.listing.jsontext import LARGE, loads, loads_printed, top_level_keys, values

FAULTS = [
    # The text, and line, column and message of what is wrong with it.
    ("", 1, 1, "not JSON: Expecting value"),
    ("\n\n  ", 3, 3, "not JSON: Expecting value"),
    ("nil", 1, 1, "not JSON: Expecting value"),
    ('{"a": 1', 1, 8, "not JSON: Expecting ',' delimiter"),
    ('{"a": "b', 1, 7, "not JSON: Unterminated string starting at"),
    ('{"a":\n  "b\tc"}', 2, 5, "not JSON: Invalid control character at"),
    ("{'a': 1}", 1, 2, "not JSON: Expecting property name enclosed in double quotes"),
    ("[1, 2\n3]", 2, 1, "not JSON: Expecting ',' delimiter"),
    ("{} {}", 1, 4, "not JSON: Extra data"),
    ("[]x", 1, 3, "not JSON: Extra data"),
    ("NaN", 1, 1, "not JSON: NaN"),
    ('{"NaN": "NaN",\n "b": [1, NaN]}', 2, 11, "not JSON: NaN"),
    ('[Infinity]', 1, 2, "not JSON: Infinity"),
    ('["\\"", -Infinity]', 1, 8, "not JSON: -Infinity"),
    ('{"a": 1, "a": 1}', 1, 10, "the key 'a' stands twice in one object"),
    ('[{"a": 1}, {"a": {"b": 1,\n"\\u0062": 2}}]', 2, 1, "the key 'b' stands twice in one object"),
    ('{"a": ["a", "a"], "b": {"a": 1}, "\\u0061": 1}', 1, 34, "the key 'a' stands twice in one object"),
    ("[" * 100_000, 1, 100_000, "lists or objects too deep in each other"),
    ("\n" + '{"[": ' * 100_000, 2, 599_995, "lists or objects too deep in each other"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "column", "message"), FAULTS, ids=range(len(FAULTS)))
def test_faults_have_their_place(text, line, column, message):
    with pytest.raises(ReadError) as caught:
        loads(text)
    assert (caught.value.line, caught.value.column, caught.value.message) == (line, column, message)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)), st.sampled_from([None, 1]))  # fmt: skip
def test_every_json_value_is_read(value, indent):
    assert loads(f" \n{json.dumps(value, indent=indent)}\t\r\n") == json.loads(
        json.dumps(value), parse_int=_large_as_float
    )


def _large_as_float(digits):
    return int(digits) if len(digits) <= 20 else float(digits)


@given(
    st.text() | st.lists(st.sampled_from(["{", "}", "[", "]", ",", ":", '"', "a", "1", "\n", "\\", "NaN"])).map("".join)
)
@example('{"a":1}\n{"a":\n{"b":2}')
def test_any_text_is_values_or_a_fault(text):
    lines = text.count("\n") + 1
    places = []
    with suppress(ReadError):
        places += [place for place, _ in values(text)]
    assert places == sorted(places)
    assert all(line <= lines and column >= 1 for line, column in places)
    for read in (loads, lambda text: [*values(text)]):
        error = fault_of(read, text)
        assert error is None or (1 <= error.line <= lines and error.column >= 1)
    assert all(isinstance(key, str) for key in top_level_keys(text))


def fault_of(read, text):
    try:
        read(text)
    except ReadError as error:
        return error


STREAMS = [
    # The text, and the values with their places.
    ("", []),
    (" \r\n\t", []),
    ("1 2", [((1, 1), 1), ((1, 3), 2)]),
    ('{"a": 1}{"a": 2}', [((1, 1), {"a": 1}), ((1, 9), {"a": 2})]),
    ('{"a":\n1}\n\n  {"a":\r\n2}\n', [((1, 1), {"a": 1}), ((4, 3), {"a": 2})]),
    ("[]", []),
    ('[1,\n {"a": []} , [2]]', [((1, 2), 1), ((2, 2), {"a": []}), ((2, 14), [2])]),
    ("[1]\n[2, 3]\n4", [((1, 2), 1), ((2, 2), 2), ((2, 5), 3), ((3, 1), 4)]),
]


@pytest.mark.parametrize(("text", "expected"), STREAMS, ids=range(len(STREAMS)))
def test_values_may_have_any_white_space_between_them(text, expected):
    assert list(values(text)) == expected


BROKEN_LINES = [
    # The text, what is yielded (an error as its place), and the place of the error that ends it.
    ('{"a": 1}\n{"a" 1}\n{"a": 2}\n', [{"a": 1}, (2, 6), {"a": 2}], None),
    ('{"a": "b\n{"a": 2}', [(1, 9), {"a": 2}], None),
    ('{"a": 1\n{"a": 2}\n', [(2, 1), {"a": 2}], None),
    ('what\n{"a": NaN}\n{"a": 1, "a": 2}\n3', [(1, 1), (2, 7), (3, 10), 3], None),
    ('{"a": 1}\n{"a": 2', [{"a": 1}], (2, 8)),
    ('{\n"a": 1\n"b": 2\n}\n{"a": 3}', [], (3, 1)),
    ("[1, 2\n3]\n4", [1, 2], (2, 1)),
    # The next value begins where the one that is wrong ends, which may be in another line.
    ('{"a": 1, "a": [\n1]}\n{"a": 2}', [], (1, 10)),
    ('{"a": ' + "[" * 100_000 + '\n{"a": 2}\n', [(1, 100_006), {"a": 2}], None),
    ('{"a": ' + "[" * 100_000 + "]" * 100_000 + '\n{"a": 2}\n', [(1, 100_006), {"a": 2}], None),
]


@pytest.mark.parametrize(("text", "expected", "last"), BROKEN_LINES, ids=range(len(BROKEN_LINES)))
def test_a_line_that_is_broken_in_itself_is_passed_over(text, expected, last):
    found, end = [], None
    try:
        for _, value in values(text):
            found.append((value.line, value.column) if isinstance(value, ReadError) else value)
    except ReadError as error:
        end = error.line, error.column
    assert (found, end) == (expected, last)


def test_many_broken_lines_cost_a_time_in_proportion_to_their_number():
    text = '{"a": [\n' * 100_000  # each could be read to the end of all
    with pytest.raises(ReadError, match="too deep"):
        list(values(text))
    broken = '{"a" 1}\n' * 20_000
    assert sum(isinstance(value, ReadError) for _, value in values(broken)) == 20_000


@pytest.mark.parametrize("nothing", ["[]", "{}"])
def test_a_large_text_of_nothing_but_brackets_is_refused(nothing):
    text = f"[{','.join([nothing] * (LARGE // 3 + 1))}]"
    with pytest.raises(ReadError, match="more lists and objects than there is in them"):
        loads(text)
    with pytest.raises(ReadError, match="more lists and objects than there is in them"):
        list(values(text))


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ('{"a": 1, "b": {"c": 2}, "d": []}', ["a", "b", "d"]),
        ("{}", []),
        ("[1]", []),
        ("[", []),
        (' [ {"a": 1, "b": 2}, {"c": 3}]', ["a", "b"]),
        ('{"a": 1, "b": nil}', ["a", "b"]),
        ('{"a": 1, 2: 3}', ["a"]),
        ('{"a": 1', ["a"]),
        ("", []),
        ("{", []),
    ],
)
def test_top_level_keys(text, keys):
    assert list(top_level_keys(text)) == keys


# -- what Python printed ----------------------------------------------------------------------------------------

NUMBERS = st.integers(-(10**18), 10**18) | st.floats(allow_nan=False, allow_infinity=False)
QUOTED = st.text() | st.text("'\"\\\n\t\x00\x7f\xadnrtxuU0é\u2028\ud800😀")


@given(st.recursive(st.none() | st.booleans() | NUMBERS | QUOTED, lambda inner: st.lists(inner) | st.dictionaries(QUOTED, inner)))  # fmt: skip
def test_what_python_printed_of_a_json_value_is_that_value(value):
    assert loads_printed(str(value) if not isinstance(value, str) else repr(value)) == value


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "nan", "[inf]", "(1, 2)", "{1, 2}", "{1: 2}", "b'a'", "f'{1}'", "r'a'", "'a' 'b'", "'a"),
        *("'a\\'", "'a\nb'"),
        *("{'a': 1, 'a': 2}", "{**{}}", "[*'a']", "[1, 2,]", "1 + 1", "-True", "True True", "TrueFalse", "none"),
        "open('a')",
        *("'a' # b", "1_000", "0x1", "1j", "...", "[" * 100_000, "'a'.b", "[1][0]"),
    ],
)
def test_other_text_is_not_what_python_printed(text):
    with pytest.raises(ReadError):
        loads_printed(text)


# Of each character of many of these Python's own parser makes half a kilobyte.
HOSTILE = {
    "numbers": ("[", "1,", "1]"),
    "lists": ("[", "[],", "1]"),
    "objects": ("[", "{},", "1]"),
    "texts": ("[", "'',", "1]"),
    "texts that JSON escapes": ("[", "'\"',", "1]"),
    "lists in lists": ("", "[", ""),
    "objects in objects": ("", "{'a':", ""),
    "escapes": ("'", "\\'", "'"),
    "backslashes": ("'", "\\", ""),
    "quotes": ("", "'", ""),
    "signs": ("", "-", "1"),
    "sums": ("", "1+", "1"),
    "replacements": ("f'", "{1}", "'"),
}


@pytest.mark.parametrize(
    "shape", [pytest.param(shape, marks=[pytest.mark.slow] * (shape != "lists")) for shape in HOSTILE]
)
def test_many_characters_take_little_time_and_memory(shape):
    begins, run, ends = HOSTILE[shape]
    text = begins + run * (200_000 // len(run)) + ends
    begun = time.process_time()
    with suppress(ReadError):
        loads_printed(text)
    assert time.process_time() - begun < 1
    tracemalloc.start()
    with suppress(ReadError):
        loads_printed(text)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60 * len(text)
