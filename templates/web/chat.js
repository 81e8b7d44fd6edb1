// The chat page: what this tab knows, and what happens when something is said.

import { ClockBar } from "/chat/chat_clock.js";
import { Composer } from "/chat/chat_composer.js";
import { briefly } from "/chat/chat_line.js";
import { Link } from "/chat/chat_link.js";
import { Log } from "/chat/chat_log.js";
import { PeopleDialog, walkable } from "/chat/chat_people.js";
import { PRIVATE, ReadMarks } from "/chat/chat_read.js";
import { avatar, dayName, element, hourAndMinute, newKey } from "/chat/chat_words.js";

const $ = (id) => document.getElementById(id);
const DRAWER = matchMedia("(max-width: 1079px)");
const NARROW = matchMedia("(max-width: 719px)");

const app = $("app");
const marks = new ReadMarks();
const known = { token: "", bot: "一呼", me: "", people: new Map(), rooms: [], room: null, talks: new Map(), newest: 0, whispers: {} };
let wanted = new URLSearchParams(location.search).get("as") ?? sessionStorage.getItem("as");

// ---- conversations: by room id, and "" for the bot's private messages

function talkOf(room) {
  const name = room ?? "";
  if (!known.talks.has(name)) known.talks.set(name, { room, lines: [], ids: new Set(), pending: new Map(), hasOlder: false, asked: false });
  return known.talks.get(name);
}

function keep(line) {
  const talk = talkOf(line.room);
  known.newest = Math.max(known.newest, line.id);
  if (talk.ids.has(line.id)) return null;
  talk.ids.add(line.id);
  if (line.key) talk.pending.delete(line.key);
  talk.lines.push(line);
  return talk;
}

const nameIn = (room) => (room === null ? PRIVATE : room);
const readUpTo = (talk) => marks.upTo(known.me, nameIn(talk.room));
const unread = (talk) => talk.lines.filter((line) => line.id > readUpTo(talk) && line.sender !== known.me && line.kind !== "notice");
const mentionsMe = (line) => line.mentions?.includes(known.me) || line.text.includes(`@${known.people.get(known.me)?.name}`);

// ---- what lines need to know

function who(line) {
  const person = line.sender === null ? null : (known.people.get(line.sender) ?? { id: line.sender, name: "?", role: "" });
  return { person, name: person ? person.name : known.bot, role: person ? person.role : "机器人", isMine: line.sender === known.me };
}

function names() {
  return [known.bot, ...[...known.people.values()].map((person) => person.name)].sort((a, b) => b.length - a.length);
}

function logOf(prefix, room, composer) {
  return new Log(prefix, {
    who,
    names,
    now: () => clock.now(),
    quote: (line) => composer().quote({ ...line, name: who(line).name }),
    fillIn: (phrase) => composer().fillIn(phrase),
    again: (line) => { line.state = "pending"; redraw(line); link.send(line.frame) || fail(line); },
    showPicture: (url) => { $("viewer").querySelector("img").src = url; $("viewer").showModal(); },
    older: () => askOlder(talkOf(room())),
    seen: () => markSeen(talkOf(room())),
    back: () => composer().focus(),
  });
}

const roomLog = logOf("room", () => known.room, () => roomComposer);
const privateLog = logOf("private", () => null, () => privateComposer);
const logFor = (room) => (room === null ? privateLog : room === known.room ? roomLog : null);

// ---- saying

function composerFor(prefix, room, log) {
  return new Composer(prefix, {
    say: (said) => say(room(), said),
    up: () => log.focusLast(),
    mentionable: () => [{ name: known.bot, role: "机器人", person: null }, ...members(room()).filter((person) => person.id !== known.me).map((person) => ({ ...person, person }))],
  });
}

const roomComposer = composerFor("room", () => known.room, roomLog);
const privateComposer = composerFor("private", () => null, privateLog);
const composerIn = (room) => (room === null ? privateComposer : roomComposer);

const roomById = (id) => known.rooms.find((room) => room.id === id);
const members = (id) => (roomById(id)?.members ?? []).map((person) => known.people.get(person)).filter(Boolean);

function say(room, { text, quote, picture, local }) {
  const key = newKey();
  const frame = { type: "say", key, room, text, quote: quote?.id ?? null, picture };
  const line = { id: null, key, kind: "person", room, sender: known.me, text, at: clock.now(), mentions: [], state: "pending", frame };
  line.quote = quote && { id: quote.id, name: quote.name, text: quote.text, picture: quote.picture };
  line.picture = picture && { name: picture, local };
  talkOf(room).pending.set(key, line);
  logFor(room)?.add(line);
  link.send(frame); // while the connection is down it waits; all that waits is said again when it is back
}

function redraw(line) {
  logFor(line.room)?.add(line);
}

function fail(line) {
  line.state = "failed";
  redraw(line);
}

function refused({ key, text }) {
  for (const talk of known.talks.values()) {
    const line = key && talk.pending.get(key);
    if (!line) continue;
    fail(line);
    composerIn(talk.room).refuse(text);
    return;
  }
  roomComposer.refuse(text);
}

// ---- reading

function isOnScreen(room) {
  if (document.hidden) return false;
  if (room === null) return !DRAWER.matches || app.classList.contains("private-open");
  return room === known.room && !(NARROW.matches && app.dataset.pane === "rooms");
}

function markSeen(talk) {
  const last = talk.lines.at(-1);
  if (!last || !isOnScreen(talk.room) || !logFor(talk.room)?.sticks) return;
  if (marks.read(known.me, nameIn(talk.room), last.id)) showUnread();
}

function askOlder(talk) {
  if (!talk.hasOlder || talk.asked || !talk.lines.length) return;
  talk.asked = link.send({ type: "older", room: talk.room, before: talk.lines[0].id });
}

// ---- frames from the server

const received = {
  welcome(frame) {
    const isOther = known.me !== frame.me || known.token !== frame.token;
    Object.assign(known, { token: frame.token, bot: frame.bot, me: frame.me, rooms: frame.rooms, whispers: frame.whispers });
    known.people = new Map(frame.people.map((person, place) => [person.id, { ...person, place }]));
    wanted = frame.me;
    rememberMe();
    clock.set(frame.clock);
    if (isOther) forgetTalks();
    showMe();
  },
  history({ conversations }) {
    forgetTalks();
    for (const { room, has_older: hasOlder, lines } of conversations) {
      talkOf(room).hasOlder = hasOlder;
      lines.forEach(keep);
    }
    marks.begin(known.token, known.newest);
    enterRoom(roomById(known.room) ? known.room : (known.rooms[0]?.id ?? null), { keepPane: true });
    privateLog.show(talkOf(null), { unreadAfter: readUpTo(talkOf(null)) });
    markSeen(talkOf(null));
    sayAgain();
  },
  missed({ lines }) {
    lines.forEach(take);
    sayAgain();
    showRoomHead();
    showRooms();
    showUnread();
  },
  line({ line }) {
    take(line);
    showRooms();
    showUnread();
  },
  said({ key }) {
    for (const talk of known.talks.values()) {
      if (talk.pending.delete(key)) logFor(talk.room)?.log.querySelector(`[data-key="${CSS.escape(key)}"]`)?.remove();
    }
  },
  older({ room, has_older: hasOlder, lines }) {
    const talk = talkOf(room);
    talk.asked = false;
    talk.hasOlder = hasOlder;
    const fresh = lines.filter((line) => !talk.ids.has(line.id));
    fresh.forEach((line) => talk.ids.add(line.id));
    talk.lines.unshift(...fresh);
    logFor(room)?.grown();
  },
  whisper({ person, id }) {
    known.whispers[person] = id;
    showUnread();
  },
  clock: (frame) => clock.set(frame),
  rooms_changed: () => enter(),
  refused,
  pong() {},
};

function take(line) {
  const talk = keep(line);
  if (!talk) return;
  logFor(line.room)?.add(line);
  markSeen(talk);
  if (line.room === null && line.kind === "bot") whispered(line);
}

function forgetTalks() {
  const pending = known.talks;
  known.talks = new Map();
  known.newest = 0;
  for (const [name, talk] of pending) {
    const mine = [...talk.pending].filter(([, line]) => line.sender === known.me);
    if (mine.length) talkOf(name || null).pending = new Map(mine);
  }
}

function sayAgain() {
  for (const talk of known.talks.values()) for (const line of talk.pending.values()) if (line.state === "pending") link.send(line.frame);
}

function whispered(line) {
  known.whispers[known.me] = line.id;
  if (isOnScreen(null)) return;
  $("toast").textContent = `${known.bot}给你发了私信:${briefly(line)}`;
  $("toast").hidden = false;
  clearTimeout(whispered.timer);
  whispered.timer = setTimeout(() => { $("toast").hidden = true; }, 6000);
}

// ---- who I am

function rememberMe() {
  sessionStorage.setItem("as", known.me);
  const url = new URL(location.href);
  url.searchParams.set("as", known.me);
  history.replaceState(null, "", url);
}

function enter() {
  link.send({ type: "enter", person: wanted ?? null, after: known.newest, token: known.token });
}

function speakAs(id) {
  if (id === known.me) return;
  wanted = id;
  roomComposer.clear();
  privateComposer.clear();
  known.newest = 0;
  enter();
  (NARROW.matches ? $("speaker") : roomComposer).focus();
}

const people = new PeopleDialog({ chosen: speakAs });
const hasWhisper = (id) => (known.whispers[id] ?? 0) > marks.upTo(id, PRIVATE);

function showMe() {
  const me = known.people.get(known.me);
  $("me-name").textContent = me.name;
  $("me-role").textContent = me.role;
  $("me-avatar").replaceWith(Object.assign(avatar(me), { id: "me-avatar" }));
  $("speaker").replaceChildren(avatar(me));
  $("speaker").setAttribute("aria-label", `现在以${me.name}的身份说话,点这里换人`);
  $("speaker").title = `以${me.name}的身份说话`;
  $("room-text").placeholder = `以${me.name}的身份说话`;
  $("private-for").textContent = `只有${me.name}看得见`;
}

// ---- rooms

function enterRoom(id, { keepPane = false } = {}) {
  const isOther = known.room !== id;
  if (isOther && known.room !== null) talkOf(known.room).draft = roomComposer.text.value;
  known.room = id;
  if (id !== null) sessionStorage.setItem("room", id);
  if (isOther) roomComposer.clear(talkOf(id ?? "none").draft ?? "");
  const talk = talkOf(id ?? "none");
  roomLog.show(talk, { unreadAfter: id === null ? null : readUpTo(talk) });
  if (!keepPane) app.dataset.pane = "room";
  markSeen(talk);
  showRoomHead();
  showRooms();
  showUnread();
}

function showRoomHead() {
  const room = roomById(known.room);
  $("room-name").textContent = room?.name ?? "还没有群";
  $("room-count").textContent = room ? `${room.members.length + (room.has_bot ? 1 : 0)} 人` : "";
  $("room-count").title = members(known.room).map((person) => person.name).join("、");
  $("room-composer").hidden = !room;
  $("room-call").hidden = !room?.has_bot;
  $("room").querySelector(".invite")?.remove();
  if (room && !room.has_bot) {
    const invite = () => link.send({ type: "invite", room: room.id });
    $("offline").after(element("p", { class: "invite" }, `${known.bot}不在这个群里。`, element("button", { type: "button", onclick: invite }, `请${known.bot}回来`)));
  }
}

function showFaces() {
  const inFocus = document.activeElement?.closest?.(".face")?.dataset.person;
  $("faces").replaceChildren(...members(known.room).map(faceItem));
  if (inFocus !== undefined) [...$("faces").querySelectorAll(".face")].find((item) => item.dataset.person === inFocus)?.focus();
}

function faceItem(person) {
  const isMe = person.id === known.me;
  const whisper = !isMe && hasWhisper(person.id) ? element("span", { class: "whisper", title: "有没看过的私信" }, element("span", { class: "unseen" }, "有新私信")) : null;
  const button = element("button", { type: "button", class: "face", "aria-pressed": String(isMe), tabindex: isMe ? "0" : "-1", onclick: () => { speakAs(person.id); app.dataset.pane = "room"; } },
    avatar(person), element("bdi", {}, person.name), element("span", { class: "role" }, person.role), whisper);
  button.dataset.person = person.id;
  return element("li", {}, button);
}

function showRooms() {
  const focused = document.activeElement?.closest?.(".room-item")?.dataset.room;
  $("rooms").replaceChildren(...known.rooms.map(roomItem));
  if (focused !== undefined) [...$("rooms").querySelectorAll(".room-item")].find((item) => item.dataset.room === focused)?.focus();
}

function roomItem(room) {
  const talk = talkOf(room.id);
  const last = talk.lines.at(-1);
  const news = unread(talk);
  const isHere = room.id === known.room;
  const called = news.some(mentionsMe) ? element("span", { class: "called" }, "[有人@我] ") : null;
  const preview = last ? `${last.kind === "notice" ? "" : `${who(last).name}:`}${briefly(last)}` : "还没有消息";
  const when = last ? dayName(last.at, clock.now()) || hourAndMinute(last.at) : "";
  const faces = element("span", { class: "faces", "aria-hidden": "true" }, ...members(room.id).slice(0, 4).map(avatar));
  const badge = news.length ? element("span", { class: "badge" }, element("span", { class: "unseen" }, "未读"), news.length > 99 ? "99+" : String(news.length)) : null;
  const button = element("button", { type: "button", class: "room-item", "aria-current": isHere ? "true" : null, tabindex: isHere ? "0" : "-1", onclick: () => { enterRoom(room.id); if (!NARROW.matches) roomComposer.focus(); } },
    faces, element("span", { class: "room-item-name" }, room.name), element("time", {}, when), element("span", { class: "preview" }, called, preview), badge);
  button.dataset.room = room.id;
  return element("li", {}, button);
}

function showUnread() {
  const here = known.rooms.filter((room) => room.id !== known.room).reduce((sum, room) => sum + unread(talkOf(room.id)).length, 0);
  const alone = unread(talkOf(null)).length;
  setBadge($("elsewhere"), here);
  setBadge($("private-badge"), alone);
  const others = [...known.people.keys()].some((id) => id !== known.me && hasWhisper(id));
  $("me-open").classList.toggle("others", others);
  $("speaker").classList.toggle("others", others);
  const all = here + alone + (known.room === null ? 0 : unread(talkOf(known.room)).length);
  showFaces();
  document.title = `${all ? `(${all}) ` : ""}${roomById(known.room)?.name ?? known.bot} · ${known.people.get(known.me)?.name ?? known.bot}`;
}

function setBadge(badge, count) {
  badge.hidden = count === 0;
  badge.textContent = count > 99 ? "99+" : count;
}

// ---- panes on a phone

function setPane(pane) {
  app.dataset.pane = pane;
  if (pane === "room" && known.room !== null) markSeen(talkOf(known.room));
}

function openPrivate(isOpen) {
  app.classList.toggle("private-open", isOpen);
  $("private-open").setAttribute("aria-expanded", String(isOpen));
  $("toast").hidden = true;
  setInert();
  if (isOpen) {
    privateLog.toEnd();
    markSeen(talkOf(null));
    if (matchMedia("(pointer: coarse)").matches) $("private-close").focus(); // no keyboard over what is to be read
    else privateComposer.focus();
  } else {
    $("private-open").focus();
  }
}

/** A drawer that is shut must not be reached by Tab, nor the room behind one that is open. */
function setInert() {
  const isOpen = app.classList.contains("private-open");
  $("private").inert = DRAWER.matches && !isOpen;
  $("room").inert = DRAWER.matches && isOpen;
}

// ---- the page itself

const clock = new ClockBar({
  move: (frame) => link.send(frame),
  ticked: () => { roomLog.retell(); privateLog.retell(); },
});

function online(isOnline) {
  $("offline").hidden = isOnline;
  document.body.classList.toggle("is-offline", !isOnline);
}

const link = new Link({
  opened: () => { online(true); enter(); },
  received: (frame) => received[frame.type]?.(frame),
  lost: () => { online(false); clock.busy(false); for (const talk of known.talks.values()) talk.asked = false; },
});

function setLarge(isLarge) {
  document.documentElement.classList.toggle("large", isLarge);
  $("large").setAttribute("aria-pressed", String(isLarge));
  roomComposer.fit();
  privateComposer.fit();
}

known.room = sessionStorage.getItem("room");
setLarge(localStorage.getItem("yihu-chat-large") === "yes");
setInert();
walkable($("rooms"), ".room-item");
walkable($("faces"), ".face");
$("large").addEventListener("click", () => {
  setLarge($("large").getAttribute("aria-pressed") !== "true");
  localStorage.setItem("yihu-chat-large", $("large").getAttribute("aria-pressed") === "true" ? "yes" : "no");
});
for (const id of ["me-open", "speaker"]) $(id).addEventListener("click", () => { marks.refresh(); people.open([...known.people.values()], known.me, hasWhisper); });
$("to-rooms").addEventListener("click", () => { setPane("rooms"); $("rooms").querySelector("[tabindex='0']")?.focus(); });
$("room-call").addEventListener("click", () => roomComposer.call(known.bot));
$("private-open").addEventListener("click", () => openPrivate(!app.classList.contains("private-open")));
$("private-close").addEventListener("click", () => openPrivate(false));
$("veil").addEventListener("click", () => openPrivate(false));
$("private").addEventListener("keydown", (event) => event.key === "Escape" && !event.defaultPrevented && DRAWER.matches && !privateComposer.quoted && openPrivate(false));
$("toast").addEventListener("click", () => openPrivate(true));
$("viewer").addEventListener("click", () => $("viewer").close());
DRAWER.addEventListener("change", setInert);
document.addEventListener("visibilitychange", () => { marks.refresh(); for (const talk of known.talks.values()) markSeen(talk); });
window.addEventListener("storage", () => { marks.refresh(); showRooms(); showUnread(); });
