// Koishi with its OneBot adapter and its own database. What reads and then writes goes one after another: its SQLite
// driver does not do that by itself.
const { createRequire } = require('node:module')
const needed = createRequire(process.env.BENCH_PEER + '/')
const { Context, h } = needed('koishi')
const plugin = (name) => { const it = needed(name); return it.default || it }
const { SQLiteDriver } = needed('@minatojs/driver-sqlite')

const app = new Context({ autoAuthorize: 1 })
app.plugin(plugin('@koishijs/plugin-http'))
app.plugin(plugin('@koishijs/plugin-server'), { host: '127.0.0.1', port: Number(process.env.BENCH_PORT) })
app.plugin(SQLiteDriver, { path: process.env.BENCH_DB })
app.plugin(plugin('koishi-plugin-adapter-onebot'), { protocol: 'ws-reverse', selfId: '10001', path: '/onebot/v11/ws' })

let last = Promise.resolve()
const inTurn = (act) => (last = last.then(act, act))

app.plugin({
  name: 'neighbours',
  inject: ['database'],
  apply(ctx) {
    const number = 'unsigned', word = 'string'
    ctx.model.extend('orders', {
      id: number, room: word, number, asker: word, what: 'text', status: { type: word, initial: 'open' },
      claimer: word, message_id: word, claim_message_id: word,
    }, { autoInc: true, unique: [['room', 'number']] })
    ctx.model.extend('reviews', { id: number, order_id: number, stars: number, said: 'text', message_id: word }, { autoInc: true })
    ctx.on('ready', () => {
      const driver = ctx.database.drivers[0]
      driver._get('PRAGMA journal_mode=WAL')
      driver._run(`PRAGMA synchronous=${process.env.BENCH_SYNC}`)
    })
    const acts = [
      [/^点单 (.+)$/, async ({ guildId: room, userId: asker, messageId }, [, what]) => {
        const placed = await inTurn(async () => {
          const [before] = await ctx.database.select('orders', { room }).orderBy('number', 'desc').limit(1).execute()
          return ctx.database.create('orders', { room, number: (before?.number || 0) + 1, asker, what, message_id: messageId })
        })
        return `已登记 #${placed.number}:${what}\n回复「接单 ${placed.number}」来帮忙`
      }],
      [/^接单 (\d+)$/, async ({ guildId: room, userId: claimer, messageId }, [, n]) => {
        const change = { status: 'claimed', claimer, claim_message_id: messageId }
        const done = await inTurn(() => ctx.database.set('orders', { room, number: +n, status: 'open' }, change))
        return `接单${done.matched ? '成功' : '失败'} #${n}`
      }],
      [/^完成 (\d+)$/, async ({ guildId: room, userId: claimer }, [, n]) => {
        await inTurn(() => ctx.database.set('orders', { room, number: +n, claimer, status: 'claimed' }, { status: 'finished' }))
      }],
      [/^评单 (\d+) ([1-5])星 ?(.*)$/, async ({ guildId: room, userId: asker, messageId }, [, n, stars, said]) => {
        const [order] = await ctx.database.get('orders', { room, number: +n, asker, status: 'finished' }, ['id'])
        if (!order) return `评价失败 #${n}`
        await inTurn(() => ctx.database.create('reviews', { order_id: order.id, stars: +stars, said, message_id: messageId }))
        return `评价已记录 #${n}`
      }],
    ]
    ctx.middleware(async (session, next) => {
      for (const [saying, act] of acts) {
        const found = saying.exec(session.content)
        if (!found) continue
        const words = await act(session, found)
        return words ? [h.quote(session.messageId), h.text(words)] : undefined
      }
      return next()
    })
  },
})
app.start()
