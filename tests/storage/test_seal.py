"""What is private is unreadable on the disk and cannot slip into a text."""

import json
import logging
import stat
from pathlib import Path

import pytest

from storage.private import Private, PrivateTextLeak
from storage.seal import KeyMissing, Seal, SealBroken, new_key, read_key
from storage.store import Store
from tests.storage.builders import NOW, add_line, add_member, number, order_in, world_in

PHONE = "13800001234"
ADDRESS = "3栋2单元501"


def test_what_was_sealed_opens_with_the_same_key(seal: Seal) -> None:
    opened = seal.open(seal.close(ADDRESS))
    assert opened is not None
    assert opened.reveal() == ADDRESS


@pytest.mark.parametrize("nothing", [None, ""])
def test_nothing_stays_nothing(seal: Seal, nothing: str | None) -> None:
    assert seal.close(nothing) is None
    assert seal.open(None) is None


def test_the_same_text_is_never_sealed_the_same_way(seal: Seal) -> None:
    assert seal.close(PHONE) != seal.close(PHONE), "who reads the table could tell that two phones are one"


def test_a_changed_byte_is_noticed(seal: Seal) -> None:
    sealed = bytearray(seal.close(ADDRESS) or b"")
    sealed[-1] ^= 1
    with pytest.raises(SealBroken):
        seal.open(bytes(sealed))


@pytest.mark.parametrize("broken", [b"", b"cut off", b"long enough to be a nonce and more", "another key"])
def test_another_key_does_not_open_it(seal: Seal, broken: bytes | str) -> None:
    sealed = Seal(new_key()).close(PHONE) if isinstance(broken, str) else broken
    with pytest.raises(SealBroken):
        seal.open(sealed)


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "yihu.key"
    key = read_key(path, may_make=True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_key(path, may_make=True) == read_key(path, may_make=False) == key
    Seal(key)


def test_a_missing_key_is_not_replaced_where_there_is_data(tmp_path: Path) -> None:
    path = tmp_path / "yihu.key"
    with pytest.raises(KeyMissing, match=r"yihu\.key"):
        read_key(path, may_make=False)
    assert not path.exists()


def test_the_key_file_may_end_with_a_line_break(tmp_path: Path) -> None:
    path = tmp_path / "yihu.key"
    key = new_key()
    path.write_bytes(key + b"\n")
    assert read_key(path, may_make=False) == key


def test_no_private_text_is_on_the_disk(sqlite_store: Store, tmp_path: Path) -> None:
    store = sqlite_store
    world = world_in(store)
    with store.write() as uow:
        member = add_member(uow, "张大爷")
        uow.members.change(member, phone_sealed=uow.seal(PHONE))
        order = uow.orders.add(
            order_in(world, phone_sealed=uow.seal(PHONE), address_sealed=uow.seal(ADDRESS), placed_at=NOW)
        )
        add_line(uow, world, room_id=None, member_id=member, text=None, text_sealed=uow.seal(f"{ADDRESS} {PHONE}"))
    with store.read() as uow:
        found = uow.orders.get(number(order.id))
        assert found is not None
        opened = uow.open(found.phone_sealed)
        assert opened is not None
        assert opened.reveal() == PHONE
    files = [path.read_bytes() for path in tmp_path.iterdir()]
    store.dispose()
    files += [path.read_bytes() for path in tmp_path.iterdir()]
    assert any("买药".encode() in content for content in files), "the files are the ones that were written to"
    for private in (PHONE, ADDRESS, ADDRESS[-5:]):  # three digits alone may stand in what is sealed, by chance
        assert not any(private.encode() in content for content in files)


def test_private_text_cannot_be_shown_by_accident(caplog: pytest.LogCaptureFixture) -> None:
    private = Private(PHONE)
    with pytest.raises(PrivateTextLeak):
        str(private)
    with pytest.raises(PrivateTextLeak):
        f"{private}"
    with pytest.raises(PrivateTextLeak):
        f"{private:>20}"
    with pytest.raises(PrivateTextLeak):
        "%s" % private  # noqa: UP031 - one of the ways
    with pytest.raises(PrivateTextLeak):
        "{}".format(private)  # noqa: UP032 - one of the ways
    with pytest.raises(TypeError):
        "电话 " + private  # type: ignore[operator]  # one of the ways
    with pytest.raises(TypeError):
        json.dumps({"phone": private})
    with caplog.at_level(logging.INFO):
        logging.getLogger(__name__).info("phone=%r", private)
    shown = repr(private) + repr([private]) + f"{private!r}" + caplog.text
    assert PHONE not in shown


def test_private_text_says_whether_there_is_any() -> None:
    assert Private(PHONE)
    assert not Private("")
    assert Private(PHONE) == Private(PHONE)
