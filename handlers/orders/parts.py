"""Who has a part in an order, and who is meant by a dispatch."""

from handlers.act import Act, House, key
from handlers.wording import name_of
from storage.models.orders import Claim
from storage.states import ClaimStatus


def is_meant(act: Act, claim: Claim) -> bool:
    """Whether a dispatch waits for this member's yes or no."""
    if claim.status is not ClaimStatus.PROPOSED:
        return False
    if claim.team_id is None:
        return claim.member_id == act.member_id
    return any(member.id == act.member_id for member in act.uow.members.of_team(claim.team_id))


def named(house: House, claim: Claim) -> str:
    """The member's name, or the team's."""
    team = house.uow.sites.team(claim.team_id) if claim.team_id is not None and claim.member_id is None else None
    return team.name if team is not None else name_of(house, claim.member_id)


def people_behind(house: House, claim: Claim) -> list[int]:
    """The member, or for a team that nobody of it has taken over, its leaders."""
    if claim.member_id is not None:
        return [claim.member_id]
    leaders = house.uow.members.of_team(claim.team_id, leaders_only=True) if claim.team_id is not None else []
    return [key(leader.id) for leader in leaders]
