// One line of talk as an element.

import { avatar, element, hourAndMinute, icon } from "/chat/chat_words.js";

const PIECES = /「([^「」\n]{1,24})」|(https?:\/\/[^\s「」,。;)]+)|(#\d+)/gu;

const SHOWN = 240; // the longest edge of a picture in the conversation

export function briefly(line) {
  return [line.picture ? "[图片]" : "", line.text].join("").replace(/\s+/gu, " ");
}

export function renderNotice(line) {
  return element("li", { class: "notice", "data-id": line.id }, line.text);
}

/** `who`: {name, role, person|null, isMine}; `isNext`: goes on from the line before. */
export function renderLine(line, who, isNext, on) {
  const side = who.isMine ? "mine" : "theirs";
  const classes = ["line", side, who.person === null && "from-bot", isNext && "next", line.state].filter(Boolean);
  const bubble = element("div", { class: "bubble", title: hourAndMinute(line.at) }, quoteOf(line, on), pictureOf(line, on), wordsOf(line, who, on));
  return element(
    "li",
    { class: classes.join(" "), "data-id": line.id, "data-key": line.key, tabindex: "-1", "aria-label": spoken(line, who) },
    avatar(who.person),
    element(
      "div",
      { class: "body" },
      element("p", { class: "name" }, element("bdi", {}, who.name), who.role && element("span", { class: "role" }, who.role), element("time", {}, hourAndMinute(line.at))),
      element("div", { class: "bubble-row" }, bubble, actionsOf(line, on), stateOf(line, on)),
    ),
  );
}

function spoken(line, who) {
  const quoted = line.quote ? `引用${line.quote.name}:${briefly(line.quote)}。` : "";
  return `${who.name},${hourAndMinute(line.at)}:${quoted}${briefly(line)}`;
}

function quoteOf(line, on) {
  if (!line.quote) return null;
  const { id, name } = line.quote;
  return element("button", { type: "button", class: "quote", tabindex: "-1", onclick: () => on.findLine(id) }, element("bdi", {}, name), ":", briefly(line.quote));
}

function pictureOf(line, on) {
  if (!line.picture) return null;
  const { name, width, height } = line.picture;
  const scale = Math.min(1, SHOWN / (width ?? SHOWN), SHOWN / (height ?? SHOWN));
  const source = line.picture.local ?? `/chat/pictures/${name}?thumb`;
  const image = element("img", { src: source, alt: "图片", width: Math.round((width ?? SHOWN) * scale), height: height && Math.round(height * scale), loading: "lazy", draggable: "false" });
  const full = line.picture.local ?? `/chat/pictures/${name}`;
  return element("button", { type: "button", class: "picture", tabindex: "-1", "aria-label": "看大图", onclick: () => on.showPicture(full) }, image);
}

function wordsOf(line, who, on) {
  if (!line.text) return null;
  const words = element("div", { class: "words", dir: "auto" });
  if (who.person !== null) words.append(...withMentions(line.text, on.names()));
  else words.append(...withPieces(line.text, on));
  return words;
}

function withPieces(text, on) {
  const parts = [];
  let end = 0;
  for (const found of text.matchAll(PIECES)) {
    parts.push(...withMentions(text.slice(end, found.index), on.names()));
    const [whole, phrase, link, number] = found;
    if (phrase) parts.push(element("button", { type: "button", class: "fill", tabindex: "-1", title: "填进输入框", onclick: () => on.fillIn(phrase) }, "「", element("span", {}, phrase), "」"));
    else if (link) parts.push(element("a", { href: link, target: "_blank", rel: "noopener noreferrer", tabindex: "-1" }, link));
    else parts.push(element("b", { class: "number" }, number));
    end = found.index + whole.length;
  }
  return [...parts, ...withMentions(text.slice(end), on.names())];
}

function withMentions(text, names) {
  const parts = [];
  let end = 0;
  for (let at = text.indexOf("@"); at !== -1; at = text.indexOf("@", at + 1)) {
    const name = names.find((known) => text.startsWith(known, at + 1));
    if (!name) continue;
    parts.push(text.slice(end, at), element("span", { class: "mention" }, `@${name}`));
    end = at + 1 + name.length;
  }
  return [...parts, text.slice(end)];
}

/** The phrases in a line of the bot that can be filled in with one tap. */
export function phrasesOf(line) {
  return line.kind === "bot" ? [...line.text.matchAll(PIECES)].map((found) => found[1]).filter(Boolean) : [];
}

function actionsOf(line, on) {
  if (!line.id) return null;
  return element("span", { class: "actions" }, element("button", { type: "button", class: "plain", tabindex: "-1", title: "引用", "aria-label": "引用", onclick: () => on.quote(line) }, icon("quote")));
}

function stateOf(line, on) {
  if (line.state === "pending") return element("span", { class: "state", title: "发送中" }, "发送中…");
  if (line.state === "failed") return element("button", { type: "button", class: "state failed", title: "重发", onclick: () => on.again(line) }, "没发出去,点这里重发");
  return null;
}
