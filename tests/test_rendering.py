"""Facts become words: never a private one in a room, never a hole, never a page of text."""

import pytest
from jinja2 import DictLoader, TemplateNotFound, UndefinedError

from bot.rendering import LONGEST_ROOM_TEXT, Renderer
from storage.private import Private, PrivateTextLeak

PHONE = Private("13800001234")
TEMPLATES = {
    "plain.j2": "{{ fact }}",
    "tidy.j2": "\n  {{ fact }}  \n\n{% if fact %}\n  second\n{% endif %}\n",
    "joined.j2": "{{ facts | join('、') }}",
    "glued.j2": "{{ 'tel ' ~ fact }}",
    "hidden.j2": "{% if fact %}has one{% endif %}",
}


@pytest.fixture
def renderer() -> Renderer:
    return Renderer(DictLoader(TEMPLATES))


def test_rooms_see_plain_facts(renderer: Renderer) -> None:
    assert renderer.room("plain.j2", {"fact": 12}) == "12"


@pytest.mark.parametrize("template", ["plain.j2", "glued.j2"])
def test_a_private_fact_is_refused_in_rooms_however_it_is_shown(renderer: Renderer, template: str) -> None:
    with pytest.raises(PrivateTextLeak):
        renderer.room(template, {"fact": PHONE})


def test_a_private_fact_is_refused_in_lists(renderer: Renderer) -> None:
    with pytest.raises(PrivateTextLeak):
        renderer.room("joined.j2", {"facts": ["a", PHONE]})


def test_a_room_may_know_that_there_is_one(renderer: Renderer) -> None:
    assert renderer.room("hidden.j2", {"fact": PHONE}) == "has one"


def test_letters_show_private_facts(renderer: Renderer) -> None:
    assert renderer.private("plain.j2", {"fact": PHONE}) == "13800001234"
    assert renderer.private("plain.j2", {"fact": "plain"}) == "plain"


@pytest.mark.parametrize("facts", [{}, {"other": 1}])
def test_a_missing_fact_is_an_error(renderer: Renderer, facts: dict[str, object]) -> None:
    with pytest.raises(UndefinedError):
        renderer.room("plain.j2", facts)
    with pytest.raises(UndefinedError):
        renderer.private("plain.j2", facts)


def test_a_missing_template_is_an_error(renderer: Renderer) -> None:
    with pytest.raises(TemplateNotFound):
        renderer.room("nowhere.j2", {})


def test_empty_lines_and_margins_are_taken_out(renderer: Renderer) -> None:
    assert renderer.room("tidy.j2", {"fact": "first"}) == "first\nsecond"


def test_a_name_cannot_smuggle_markup_or_templates(renderer: Renderer) -> None:
    assert renderer.room("plain.j2", {"fact": "{{ 7 * 7 }}<b>&"}) == "{{ 7 * 7 }}<b>&"


def test_a_line_for_a_room_is_never_a_page(renderer: Renderer) -> None:
    assert len(renderer.room("plain.j2", {"fact": "长" * 10_000})) == LONGEST_ROOM_TEXT
    assert len(renderer.private("plain.j2", {"fact": "长" * 10_000})) == 10_000


def test_the_house_has_its_templates() -> None:
    assert Renderer().room("refusals/failed.j2", {})
