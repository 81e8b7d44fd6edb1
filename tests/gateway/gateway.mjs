// A real Wechaty puppet service over a mock puppet. What the mock leaves out (message ids, mentions, friendship and
// invitation payloads, the account's echo) is put in here; an HTTP port on the loopback plays WeChat's part.
import { createServer } from 'node:http'
import { parseArgs } from 'node:util'

import { FileBox } from 'file-box'
import { log, types } from 'wechaty-puppet'
import { mock, PuppetMock } from 'wechaty-puppet-mock'
import { PuppetServer } from 'wechaty-puppet-service'

const { values: options } = parseArgs({
  options: {
    grpc: { type: 'string' },
    ctl: { type: 'string', default: '0' },
    token: { type: 'string' },
    rooms: { type: 'string', default: '2' },
    people: { type: 'string', default: '0' },
    tls: { type: 'boolean', default: false },
    'no-ids': { type: 'boolean', default: false },
    'no-self': { type: 'boolean', default: false },
    'manual-login': { type: 'boolean', default: false },
  },
})
log.level('silent')

const BOT = 'bot'
const boot = Date.now().toString(36) // a restarted gateway must not use an id again
let lastId = 0
const newId = (kind) => `${kind}-${boot}-${++lastId}`
const isRoom = (id) => id.includes('@')

const mocker = new mock.Mocker()
const said = []
const actions = []
const calls = {}
const friendships = new Map()
const invitations = new Map()

class Puppet extends PuppetMock {
  async onStart () {
    await super.onStart()
    if (!options['manual-login'] && !this.isLoggedIn) this.login(BOT)
  }

  async messageSendText (conversationId, text, mentionIdList = []) {
    if (!this.isLoggedIn) throw new Error('not logged in')
    if (!isRoom(conversationId)) mocker.contactPayload(conversationId)
    else if (!mocker.roomPayload(conversationId).memberIdList.includes(BOT)) throw new Error('not a member of the room')
    const id = newId('said')
    said.push({ id, conversationId, text, mentionIdList, at: Date.now() })
    if (!options['no-self']) hear({ id, from: BOT, [isRoom(conversationId) ? 'room' : 'to']: conversationId, text })
    return options['no-ids'] ? undefined : id
  }

  async messageImage (id) {
    return FileBox.fromJSON(mocker.cacheFileBoxPayload.get(id))
  }

  async roomQuit (room) {
    actions.push({ action: 'roomQuit', room })
    leave({ room, who: [BOT], by: BOT })
  }

  async friendshipRawPayload (id) {
    if (!friendships.has(id)) throw new Error(`no friendship ${id}`)
    return friendships.get(id)
  }

  async friendshipAccept (id) {
    const { contactId } = friendships.get(id)
    actions.push({ action: 'friendshipAccept', id, contact: contactId })
    changeContact({ id: contactId, friend: true })
    befriend({ contact: contactId, type: types.Friendship.Confirm })
  }

  async roomInvitationRawPayload (id) {
    if (!invitations.has(id)) throw new Error(`no invitation ${id}`)
    return invitations.get(id)
  }

  async roomInvitationAccept (id) {
    const { inviterId, roomId } = invitations.get(id)
    actions.push({ action: 'roomInvitationAccept', id })
    join({ room: roomId, who: [BOT], by: inviterId })
  }
}

const puppet = new Puppet({ mocker })
for (const name of ['contactPayload', 'messagePayload', 'messageSendText', 'roomMemberPayload', 'roomPayload', 'start', 'stop']) {
  const method = puppet[name].bind(puppet)
  puppet[name] = (...rest) => {
    calls[name] = (calls[name] ?? 0) + 1
    return method(...rest)
  }
}

function changeContact ({ id, ...change }) {
  const before = mocker.cacheContactPayload.get(id) ?? { id, name: id, handle: `wx_${id}`, friend: false }
  mocker.cacheContactPayload.set(id, { avatar: '', gender: 0, phone: [], type: types.Contact.Individual, ...before, ...change })
  puppet.emit('dirty', { payloadType: types.Payload.Contact, payloadId: id })
  return { id }
}

function changeRoom ({ id, ...change }) {
  const before = mocker.cacheRoomPayload.get(id) ?? { id, topic: id, memberIdList: [BOT], adminIdList: [] }
  mocker.cacheRoomPayload.set(id, { ...before, ...change })
  puppet.emit('dirty', { payloadType: types.Payload.Room, payloadId: id })
  return { id }
}

function hear ({ id = newId('heard'), from, room, to, text = '', type = types.Message.Text, mention = [], timestamp, image }) {
  const talk = room ? { roomId: room, mentionIdList: mention } : { listenerId: to ?? BOT }
  const payload = { id, talkerId: from, text, type, timestamp: timestamp ?? Date.now(), ...talk }
  mocker.cacheMessagePayload.set(id, payload)
  if (image) mocker.cacheFileBoxPayload.set(id, FileBox.fromBase64(image, 'photo.jpg').toJSON())
  puppet.emit('message', { messageId: id })
  return { id }
}

function join ({ room, who, by }) {
  const { memberIdList } = mocker.roomPayload(room)
  changeRoom({ id: room, memberIdList: [...new Set([...memberIdList, ...who])] })
  puppet.emit('room-join', { inviteeIdList: who, inviterId: by, roomId: room, timestamp: Date.now() })
}

function leave ({ room, who, by }) {
  const { memberIdList } = mocker.roomPayload(room)
  changeRoom({ id: room, memberIdList: memberIdList.filter((id) => !who.includes(id)) })
  puppet.emit('room-leave', { removeeIdList: who, removerId: by, roomId: room, timestamp: Date.now() })
}

function renameRoom ({ room, topic, by }) {
  const oldTopic = mocker.roomPayload(room).topic
  changeRoom({ id: room, topic })
  puppet.emit('room-topic', { changerId: by, newTopic: topic, oldTopic, roomId: room, timestamp: Date.now() })
}

function befriend ({ contact, hello = '', type = types.Friendship.Receive }) {
  const id = newId('friendship')
  friendships.set(id, { id, contactId: contact, hello, type, ticket: '', scene: 0, timestamp: Date.now() })
  puppet.emit('friendship', { friendshipId: id })
  return { id }
}

function invite ({ room, by }) {
  const id = newId('invitation')
  const { topic, memberIdList } = mocker.cacheRoomPayload.get(room) ?? { topic: room, memberIdList: [by] }
  if (!mocker.cacheRoomPayload.has(room)) changeRoom({ id: room, memberIdList })
  invitations.set(id, {
    id, roomId: room, inviterId: by, topic, memberIdList, memberCount: memberIdList.length, receiverId: BOT,
    avatar: '', invitation: '', timestamp: Date.now(),
  })
  puppet.emit('room-invite', { roomInvitationId: id })
  return { id }
}

const POST = {
  '/message': hear,
  '/burst': ({ messages }) => ({ ids: messages.map((message) => hear(message).id) }),
  '/redeliver': ({ id }) => { puppet.emit('message', { messageId: id }) },
  '/contact': changeContact,
  '/room': changeRoom,
  '/room-join': join,
  '/room-leave': leave,
  '/room-topic': renameRoom,
  '/room-invite': invite,
  '/friendship': befriend,
  '/scan': ({ qrcode, status = types.ScanStatus.Waiting }) => { puppet.emit('scan', { qrcode, status }) },
  '/login': () => puppet.login(BOT),
  '/logout': () => puppet.logout(),
  '/emit': ({ event, payload }) => { puppet.emit(event, payload) },
  '/said/clear': () => { said.length = 0 },
}
const GET = {
  '/said': () => said,
  '/said/count': () => ({ count: said.length }),
  '/actions': () => actions,
  '/calls': () => calls,
  '/health': () => ({ ok: true, loggedIn: puppet.isLoggedIn }),
}

async function answer (request, response) {
  try {
    let body = ''
    for await (const chunk of request) body += chunk
    const act = (request.method === 'POST' ? POST : GET)[request.url]
    if (!act) throw new Error(`no such path: ${request.method} ${request.url}`)
    response.end(JSON.stringify((await act(body ? JSON.parse(body) : {})) ?? {}))
  } catch (error) {
    response.statusCode = 400
    response.end(JSON.stringify({ error: error.message }))
  }
}

const people = Array.from({ length: Number(options.people) }, (_, n) => `p${n + 1}`)
changeContact({ id: BOT, name: '一呼' })
changeContact({ id: 'alice', name: '王婆婆', friend: true })
changeContact({ id: 'bob', name: '小李' })
changeContact({ id: 'carol', name: '网格员小王', friend: true })
for (const [n, id] of people.entries()) changeContact({ id, name: `邻居${n + 1}` })
for (let n = 1; n <= Number(options.rooms); n++) {
  changeRoom({ id: `r${n}@chatroom`, topic: `${n}号群`, memberIdList: [BOT, 'alice', 'bob', 'carol', ...people] })
}

const tls = { disable: !options.tls }
await new PuppetServer({ endpoint: `127.0.0.1:${options.grpc}`, puppet, token: options.token, tls }).start()
await puppet.start()
const control = createServer(answer).listen(Number(options.ctl), '127.0.0.1', () => {
  console.log(JSON.stringify({ control: control.address().port }))
})
process.stdin.on('end', () => process.exit(0)).resume() // whoever started this is gone
