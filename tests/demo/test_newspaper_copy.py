"""What is said of outlets, stories and edits that cannot be printed as they are written."""

from __future__ import annotations

from importlib.resources import files

import pytest

from variorum.demo.newspaper.edits import blocks, edited
from variorum.demo.newspaper.mastheads import outlets, read_outlets
from variorum.demo.newspaper.stories import read_story
from variorum.demo.newspaper.tables import CopyError, Table
from variorum.demo.newspaper.values import Draft

STORY = """
[[article]]
id = "mill"
outlet = "courier"
path = "/city/mill"
section = "City"
minute = 0
headline = "Mill burns"
text = '''
At least 14 people died.

Nobody said why.
'''
"""


def edit(*lines: str) -> str:
    return STORY + "\n[[article.edit]]\nminute = 5\nkinds = ['figure']\n" + "\n".join(lines) + "\n"


def draft(text: str) -> Draft:
    return Draft("/a", "Mill burns", "", ("Hesper Quillon",), "", "A mill.", "", blocks(text))


def texts(start: str, **operation: object) -> list[str]:
    return [block.text for block in edited(draft(start), Table(operation, "a story")).blocks]


def test_a_story_is_read_with_its_paragraphs_joined_and_its_states_in_order() -> None:
    (article,) = read_story(edit("do = [{ replace = '14', with = '41' }]"), "mill.toml", outlets())
    assert [state.draft.blocks[0].text for state in article.states] == [
        "At least 14 people died.",
        "At least 41 people died.",
    ]
    assert [state.modified for state in article.states] == [0, 5]


@pytest.mark.parametrize(
    ("story", "message"),
    [
        ("[[article]", "mill.toml: Expected ']]' at the end of an array declaration"),
        ("[[article]]", "article 1: “id” is missing"),
        ("[[article]]\nid = 7", "article 1: “id” must be a text"),
        ("article = [1]", "“article” must hold tables only"),
        (STORY + "edit = [1]", "“edit” must hold tables only"),
        (STORY.replace("courier", "curier"), r"article 1 \(mill\): there is no outlet “curier”"),
        (STORY.replace("City", "Town"), "The Ternmouth Courier has no section “Town”"),
        (STORY.replace("/city/mill", "city mill"), "“city mill” is no path"),
        (STORY.replace("Mill burns", ""), "an article needs a headline and a text"),
        (STORY.replace("Nobody", "{wekday 5} nobody"), "“{wekday 5} nobody said why.” is no moment"),
        (STORY + "picture = 'mill'", "there is no picture “mill”"),
        (STORY + "mintue = 7", "nothing is known of “mintue”"),
        (STORY + "copies = 'mill@0'", "“mill@0” names no article above"),
        (edit("mintue = 7"), r"edit 1 \(minute 5\): nothing is known of “mintue”"),
        (edit("do = []", "modified = false"), "it alters nothing"),
        (
            edit("do = [{ replace = '15', with = '41' }]"),
            "operation 1: “15” stands 0 times in the text, not once",
        ),
        (edit("do = [{ exchange = '14' }]"), "an operation is one of replace, respell"),
        (edit("do = []").replace("minute = 5", "minute = 0"), "it does not come after minute 0"),
        (edit("do = []").replace("'figure'", "'number'"), "“number” is no kind"),
    ],
)
def test_a_story_that_is_written_wrong_is_refused_with_the_place_and_the_reason(
    story: str, message: str
) -> None:
    with pytest.raises(CopyError, match=message):
        read_story(story, "mill.toml", outlets())


def test_a_copy_takes_the_text_of_its_moment() -> None:
    copy = """
[[article]]
id = "copy"
outlet = "newsgull"
path = "/viral/mill"
section = "Viral"
minute = 9
headline = "Mill BURNS"
copies = "mill@MINUTE"
"""
    story = edit("do = [{ replace = '14', with = '41' }]") + copy
    for minute, count in ((4, "14"), (5, "41")):
        found = read_story(story.replace("MINUTE", str(minute)), "mill.toml", outlets())
        assert found[1].states[0].draft.blocks[0].text == f"At least {count} people died."
    with pytest.raises(CopyError, match="mill is not yet published at minute -1"):
        read_story(story.replace("MINUTE", "-1"), "mill.toml", outlets())


@pytest.mark.parametrize(
    ("operation", "result"),
    [
        ({"replace": "B two", "with": "B 2"}, ["A one.", "B 2.", "C three."]),
        ({"rewrite": "B", "as": "X.\n\nY."}, ["A one.", "X.", "Y.", "C three."]),
        ({"insert": "X.", "after": ""}, ["X.", "A one.", "B two.", "C three."]),
        ({"insert": "X.", "after": "A"}, ["A one.", "X.", "B two.", "C three."]),
        ({"delete": "B"}, ["A one.", "C three."]),
        ({"move": ["A"], "after": "C"}, ["B two.", "C three.", "A one."]),
        ({"move": ["C", "B"], "after": ""}, ["C three.", "B two.", "A one."]),
        ({"respell": "two", "as": "2"}, ["A one.", "B 2.", "C three."]),
    ],
)
def test_an_operation_does_to_the_text_what_it_says(operation: dict[str, object], result: list[str]) -> None:
    assert texts("A one.\n\nB two.\n\nC three.", **operation) == result


@pytest.mark.parametrize(
    ("operation", "message"),
    [
        ({"replace": "one", "with": "1"}, "“one” stands 2 times in the text, not once"),
        ({"replace": "x", "with": "y", "in": "byline"}, "“byline” is no field"),
        ({"replace": "x", "with": "y", "in": "caption"}, "“x” stands 0 times in the caption, not once"),
        ({"delete": "A"}, "2 blocks begin with “A”"),
        ({"delete": ""}, "3 blocks begin with “”"),
        ({"insert": "", "after": ""}, "“insert” is empty"),
        ({"move": ["B one."], "after": "B one."}, "no block begins with “B one.”"),
        ({"respell": "x", "as": "y"}, "“x” stands nowhere"),
        ({"set": "byline", "to": "y"}, "“byline” is no field"),
        ({"note": "Oops", "text": "y"}, "a note is one of Correction"),
        ({"unnote": "Correction"}, "there is no note “Correction”"),
        ({"quotes": "straight"}, "quotation marks can become “curly”"),
        ({"answer": 500}, "an answer is one of 200, 404, 410"),
        ({"answer": "410"}, "“answer” must be a whole number"),
        ({"address": "http://a.example/"}, "is no path"),
        ({"sign": [1]}, "“sign” must hold texts only"),
        ({"delete": "B", "set": "headline"}, "an operation is one of"),
        ({"delete": "B", "why": "because"}, "nothing is known of “why”"),
    ],
)
def test_an_operation_that_finds_nothing_to_work_on_is_refused(
    operation: dict[str, object], message: str
) -> None:
    with pytest.raises(CopyError, match=message):
        texts("A one.\n\nB one.\n\nA two.", **operation)


def test_notes_and_the_byline_come_and_go() -> None:
    first = edited(draft("A."), Table({"note": "Correction", "text": "One."}, "a"))
    second = edited(first, Table({"note": "Correction", "text": "Two."}, "a"))
    assert edited(second, Table({"unnote": "Correction"}, "a")) == first
    assert edited(first, Table({"sign": ["Jory Marle"]}, "a")).byline == ("Jory Marle",)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('slug = "courier"', 'slug = "Courier!"', "“slug” cannot be “Courier!”"),
        ('language = "de"', 'language = "fr"', "outlet 3: “language” cannot be “fr”"),
        ('feed_format = "json"', 'feed_format = "yaml"', "“feed_format” cannot be “yaml”"),
        ('"/rss.xml"', '"rss.xml"', "“feed_path” cannot be “rss.xml”"),
        ('["last-modified"]', '["date"]', "“validators” cannot be"),
        ("[[outlet]]", "[[outlet", "outlets.toml: "),
    ],
)
def test_an_outlet_that_is_written_wrong_is_refused(old: str, new: str, message: str, written: str) -> None:
    assert old in written
    with pytest.raises(CopyError, match=message):
        read_outlets(written.replace(old, new, 1), "outlets.toml")


@pytest.fixture(scope="module")
def written() -> str:
    return files("variorum.demo.newspaper").joinpath("outlets.toml").read_text("utf-8")
