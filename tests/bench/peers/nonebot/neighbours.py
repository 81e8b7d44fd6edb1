"""The four acts as a plugin of NoneBot2."""

import asyncio

from nonebot import on_regex
from nonebot.adapters.onebot.v11 import GroupMessageEvent
from nonebot.params import RegexGroup
from nonebot_plugin_orm import Model, async_scoped_session
from sqlalchemy import UniqueConstraint, func, select, update
from sqlalchemy.orm import Mapped, mapped_column


class Order(Model):
    __tablename__ = "orders"
    __table_args__ = (UniqueConstraint("room", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    room: Mapped[int]
    number: Mapped[int]
    asker: Mapped[int]
    what: Mapped[str]
    status: Mapped[str] = mapped_column(default="open")
    claimer: Mapped[int | None]
    message_id: Mapped[int]
    claim_message_id: Mapped[int | None]


class Review(Model):
    __tablename__ = "reviews"
    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int]
    stars: Mapped[int]
    said: Mapped[str]
    message_id: Mapped[int]


placing = on_regex(r"^点单 (.+)$")
claiming = on_regex(r"^接单 (\d+)$")
finishing = on_regex(r"^完成 (\d+)$")
reviewing = on_regex(r"^评单 (\d+) ([1-5])星 ?(.*)$")
numbering = asyncio.Lock()  # two needs of one room may not get one number


@placing.handle()
async def place(event: GroupMessageEvent, session: async_scoped_session, said: tuple = RegexGroup()) -> None:
    async with numbering:
        last = await session.scalar(select(func.max(Order.number)).where(Order.room == event.group_id))
        number = (last or 0) + 1
        session.add(
            Order(
                room=event.group_id,
                number=number,
                asker=event.user_id,
                what=said[0],
                message_id=event.message_id,
            )
        )
        await session.commit()
    await placing.finish(f"已登记 #{number}:{said[0]}\n回复「接单 {number}」来帮忙", reply_message=True)


@claiming.handle()
async def claim(event: GroupMessageEvent, session: async_scoped_session, said: tuple = RegexGroup()) -> None:
    taken = await session.execute(
        update(Order)
        .where(Order.room == event.group_id, Order.number == int(said[0]), Order.status == "open")
        .values(status="claimed", claimer=event.user_id, claim_message_id=event.message_id)
    )
    await session.commit()
    await claiming.finish(f"接单{'成功' if taken.rowcount else '失败'} #{said[0]}", reply_message=True)


@finishing.handle()
async def finish(event: GroupMessageEvent, session: async_scoped_session, said: tuple = RegexGroup()) -> None:
    mine = (Order.room == event.group_id, Order.number == int(said[0]), Order.claimer == event.user_id)
    await session.execute(update(Order).where(*mine, Order.status == "claimed").values(status="finished"))
    await session.commit()


@reviewing.handle()
async def review(event: GroupMessageEvent, session: async_scoped_session, said: tuple = RegexGroup()) -> None:
    mine = (Order.room == event.group_id, Order.number == int(said[0]), Order.asker == event.user_id)
    order = await session.scalar(select(Order.id).where(*mine, Order.status == "finished"))
    if order is None:
        await reviewing.finish(f"评价失败 #{said[0]}", reply_message=True)
    session.add(Review(order_id=order, stars=int(said[1]), said=said[2], message_id=event.message_id))
    await session.commit()
    await reviewing.finish(f"评价已记录 #{said[0]}", reply_message=True)
