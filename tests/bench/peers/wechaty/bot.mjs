// Wechaty on its mock puppet with better-sqlite3. The puppet's network is a small OneBot bridge in this process, so it
// pays nothing for a puppet service: its figures are better than a real one's.
import { createRequire } from 'node:module'
const needed = createRequire(process.env.BENCH_PEER + '/')
const { WechatyBuilder, log } = needed('wechaty')
const { types } = needed('wechaty-puppet')
const { PuppetMock, mock } = needed('wechaty-puppet-mock')
const Database = needed('better-sqlite3')
const { WebSocketServer } = needed('ws')
log.level('warn')

const store = new Database(process.env.BENCH_DB)
store.pragma('journal_mode = WAL')
store.pragma(`synchronous = ${process.env.BENCH_SYNC}`)
store.exec(`
CREATE TABLE IF NOT EXISTS orders (id INTEGER PRIMARY KEY, room TEXT, number INTEGER, asker TEXT, what TEXT,
    status TEXT DEFAULT 'open', claimer TEXT, message_id TEXT, claim_message_id TEXT, UNIQUE (room, number));
CREATE TABLE IF NOT EXISTS reviews (id INTEGER PRIMARY KEY, order_id INTEGER, stars INTEGER, said TEXT, message_id TEXT);`)
const place = store.prepare(`INSERT INTO orders (room, number, asker, what, message_id)
  SELECT $room, coalesce(max(number), 0) + 1, $who, $what, $id FROM orders WHERE room = $room RETURNING number`)
const claim = store.prepare(`UPDATE orders SET status = 'claimed', claimer = $who, claim_message_id = $id
  WHERE room = $room AND number = $n AND status = 'open'`)
const finish = store.prepare(`UPDATE orders SET status = 'finished'
  WHERE claimer = $who AND room = $room AND number = $n AND status = 'claimed'`)
const review = store.prepare(`INSERT INTO reviews (order_id, stars, said, message_id)
  SELECT id, $stars, $said, $id FROM orders WHERE asker = $who AND room = $room AND number = $n AND status = 'finished'`)

const acts = [
  [/^点单 (.+)$/, ({ room, who, id }, [, what]) => {
    const { number } = place.get({ room, who, id, what })
    return `已登记 #${number}:${what}\n回复「接单 ${number}」来帮忙`
  }],
  [/^接单 (\d+)$/, (at, [, n]) => `接单${claim.run({ ...at, n: +n }).changes ? '成功' : '失败'} #${n}`],
  [/^完成 (\d+)$/, ({ room, who }, [, n]) => { finish.run({ room, who, n: +n }) }],
  [/^评单 (\d+) ([1-5])星 ?(.*)$/, (at, [, n, stars, said]) =>
    `评价${review.run({ ...at, n: +n, stars: +stars, said }).changes ? '已记录' : '失败'} #${n}`],
]

const mocker = new mock.Mocker()
const puppet = new PuppetMock({ mocker })
const bot = WechatyBuilder.build({ puppet })
bot.on('message', async (message) => {
  const room = message.room()
  if (message.self() || !room) return
  const talker = message.talker()
  for (const [saying, act] of acts) {
    const found = saying.exec(message.text())
    if (!found) continue
    const words = act({ room: room.id, who: talker.id, id: message.id }, found)
    if (words) await room.say(words, talker)
    return
  }
})
await bot.start()
mocker.login(mocker.createContact({ id: '10001', name: 'bot' }))

const people = new Map(), rooms = new Map()
const kept = (map, id, make) => { if (!map.has(id)) map.set(id, make()); return map.get(id) }
let socket, echo = 0
puppet.messageSendText = async (conversation, text, mentions = []) => {
  const message = [...mentions.map((qq) => ({ type: 'at', data: { qq } })), { type: 'text', data: { text } }]
  socket?.send(JSON.stringify({ action: 'send_group_msg', params: { group_id: Number(conversation), message }, echo: ++echo }))
}
new WebSocketServer({ host: '127.0.0.1', port: Number(process.env.BENCH_PORT), path: '/onebot/v11/ws' }).on('connection', (it) => {
  socket = it
  it.on('message', (frame) => {
    const event = JSON.parse(frame)
    if (event.post_type !== 'message') return
    const who = String(event.user_id), where = String(event.group_id)
    const person = kept(people, who, () => mocker.createContact({ id: who, name: event.sender.nickname }))
    const room = kept(rooms, where, () => mocker.createRoom({ id: where, topic: where, memberIdList: ['10001'] }))
    if (!room.payload.memberIdList.includes(who)) room.payload.memberIdList.push(who)
    const payload = { id: String(event.message_id), talkerId: person.id, timestamp: Date.now(), type: types.Message.Text }
    const message = mocker.MessageMock.create({ ...payload, text: event.raw_message, roomId: room.id, mentionIdList: [] })
    puppet.emit('message', { messageId: message.id })
  })
})
