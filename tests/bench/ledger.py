"""What the database says of a run: nothing may be there twice, nothing missing, nobody answered who only talked."""

from collections.abc import Mapping

from sqlalchemy import text

from storage.store import Store
from tests.bench.workload import Kind

_COUNTS = {
    "claimed twice": """SELECT count(*) FROM (SELECT order_id FROM claims WHERE status IN ('active', 'done')
        GROUP BY order_id HAVING count(*) > 1) AS twice""",
    "doubled": """SELECT count(*) FROM (SELECT cause FROM audit_events WHERE cause <> ''
        GROUP BY cause HAVING count(*) > 1) AS twice""",
    "not sent": "SELECT count(*) FROM outbox WHERE status <> 'sent'",
}


def mistakes(store: Store, kinds: Mapping[str, Kind]) -> dict[str, int]:
    with store.engine.connect() as connection:
        found = {name: int(connection.execute(text(query)).scalar_one()) for name, query in _COUNTS.items()}
        causes = set(connection.execute(text("SELECT cause FROM outbox")).scalars())
        needs = set(connection.execute(text("SELECT cause FROM audit_events WHERE verb = 'place_order'")).scalars())
    chatter = {name for name, kind in kinds.items() if kind is Kind.CHATTER}
    found["answered chatter"] = len(chatter & causes)
    found["lost needs"] = len({name for name, kind in kinds.items() if kind is Kind.NEED} - needs)
    return found
