// Where people write: text, quote, picture, @; in the group and privately to the bot.

import { briefly } from "/chat/chat_line.js";
import { avatar, element } from "/chat/chat_words.js";

const MAX_TEXT = 2000;
const MAX_BYTES = 8 * 1024 * 1024;
const MENTION_END = "\u2005"; // WeChat's own mark behind a mention

export class Composer {
  /** `on`: say({text, quote, picture, local}), up(), mentionable() */
  constructor(prefix, on) {
    this.on = on;
    this.form = document.getElementById(`${prefix}-composer`);
    this.text = document.getElementById(`${prefix}-text`);
    this.mentions = document.getElementById(`${prefix}-mentions`);
    for (const part of ["refusal", "quoting", "attached"]) this[part] = this.form.querySelector(`.${part}`);
    this.quoted = null;
    this.picture = null;
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.submit(); });
    this.text.addEventListener("keydown", (event) => this.key(event));
    this.text.addEventListener("input", () => { this.refuse(""); this.fit(); this.offerMentions(); });
    this.text.addEventListener("blur", () => setTimeout(() => this.closeMentions(), 150));
    this.text.addEventListener("paste", (event) => this.takeFirst(event, event.clipboardData));
    this.form.parentElement.addEventListener("dragover", (event) => event.dataTransfer?.types.includes("Files") && event.preventDefault());
    this.form.parentElement.addEventListener("drop", (event) => this.takeFirst(event, event.dataTransfer));
    const pick = this.form.querySelector("input[type=file]");
    pick.addEventListener("change", () => { if (pick.files[0]) this.attach(pick.files[0]); pick.value = ""; });
    this.quoting.querySelector("button").addEventListener("click", () => this.quote(null));
    this.attached.querySelector("button").addEventListener("click", () => { this.attach(null); this.text.focus(); });
    this.fit();
  }

  focus() {
    this.text.focus();
  }

  clear(draft = "") {
    this.text.value = draft;
    this.quote(null, { focus: false });
    this.attach(null);
    this.refuse("");
    this.fit();
  }

  quote(line, { focus = true } = {}) {
    this.quoted = line;
    this.quoting.hidden = !line;
    this.quoting.querySelector("span").textContent = line ? `${line.name}:${briefly(line)}` : "";
    if (focus) this.focus();
  }

  fillIn(phrase) {
    this.text.value = phrase.replace(/\s*…$/u, " ");
    this.refuse("");
    this.fit();
    this.focus();
  }

  insert(words) {
    const { selectionStart: start, selectionEnd: end } = this.text;
    this.text.setRangeText(words, start, end, "end");
    this.fit();
    this.focus();
  }

  call(name) {
    if (!this.text.value.includes(`@${name}`)) this.insert(`@${name}${MENTION_END}`);
    else this.focus();
  }

  refuse(words) {
    this.refusal.hidden = !words;
    this.refusal.textContent = words;
  }

  fit() {
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight + 2, innerHeight * 0.3)}px`;
    this.form.classList.toggle("has-words", Boolean(this.text.value.trim() || this.picture));
  }

  async submit() {
    const text = this.text.value.trim();
    const length = [...text].length;
    if (!text && !this.picture) return;
    if (length > MAX_TEXT) {
      this.refuse(`太长了,一条最多 ${MAX_TEXT} 个字(现在 ${length} 个)`);
      return;
    }
    const local = this.picture && URL.createObjectURL(this.picture.file);
    const picture = this.picture && (await this.picture.sent);
    if (this.picture && !picture) return;
    const said = { text, quote: this.quoted, picture, local };
    this.clear();
    this.on.say(said);
    this.focus();
  }

  takeFirst(event, transfer) {
    const file = [...(transfer?.files ?? [])].find((one) => one.type.startsWith("image/"));
    if (!file) return;
    event.preventDefault();
    this.attach(file);
  }

  attach(file) {
    this.refuse("");
    if (this.shown) URL.revokeObjectURL(this.shown);
    this.shown = null;
    this.picture = null;
    this.attached.hidden = true;
    if (file && file.size > MAX_BYTES) this.refuse("图片太大了,最大 8 MB");
    else if (file) this.upload(file);
    this.fit();
  }

  upload(file) {
    const picture = { file };
    this.picture = picture;
    this.shown = URL.createObjectURL(file);
    this.attached.hidden = false;
    this.attached.querySelector("img").src = this.shown;
    this.attached.querySelector("span").textContent = "正在上传…";
    picture.sent = this.post(file).then(
      (name) => { if (this.picture === picture) this.attached.querySelector("span").textContent = "图片准备好了"; return name; },
      (error) => { if (this.picture === picture) { this.attach(null); this.refuse(error.message); } return null; },
    );
    this.focus();
  }

  async post(file) {
    const answer = await fetch("/chat/pictures", { method: "POST", body: file }).catch(() => { throw new Error("图片没传上去:网络断了,请再试一次"); });
    const body = await answer.json().catch(() => ({}));
    if (!answer.ok || !body.picture) throw new Error(body.error ?? "图片没传上去,请再试一次");
    return body.picture;
  }

  key(event) {
    if (event.isComposing) return; // Enter that ends a word of an input method sends nothing
    if (this.mentions && !this.mentions.hidden && this.mentionKey(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "Escape") {
      if (this.quoted) this.quote(null);
      else if (this.picture) this.attach(null);
    } else if (event.key === "ArrowUp" && !this.text.value) {
      event.preventDefault();
      this.on.up();
    }
  }

  // @ and a few letters: who is meant?

  offerMentions() {
    if (!this.mentions) return;
    const typed = this.text.value.slice(0, this.text.selectionStart).match(/[@@]([^@@\s\u2005]{0,12})$/u);
    const found = typed ? this.on.mentionable().filter((one) => one.name.includes(typed[1])) : [];
    if (!found.length) {
      this.closeMentions();
      return;
    }
    this.typedLength = typed[0].length;
    this.mentions.replaceChildren(...found.slice(0, 8).map((one, at) => this.mentionItem(one, at)));
    this.mentions.hidden = false;
    this.point(0);
  }

  mentionItem(one, at) {
    const item = element("div", { role: "option", id: `mention-${at}`, onpointerdown: (event) => { event.preventDefault(); this.choose(one.name); } }, avatar(one.person), element("bdi", {}, one.name), element("span", { class: "role" }, one.role));
    item.dataset.name = one.name;
    return item;
  }

  point(at) {
    const items = [...this.mentions.children];
    this.pointed = (at + items.length) % items.length;
    items.forEach((item, place) => item.setAttribute("aria-selected", String(place === this.pointed)));
    items[this.pointed].scrollIntoView({ block: "nearest" });
    this.text.setAttribute("aria-activedescendant", items[this.pointed].id);
  }

  mentionKey(event) {
    const acts = {
      ArrowDown: () => this.point(this.pointed + 1),
      ArrowUp: () => this.point(this.pointed - 1),
      Enter: () => this.choose(this.mentions.children[this.pointed].dataset.name),
      Tab: () => this.choose(this.mentions.children[this.pointed].dataset.name),
      Escape: () => this.closeMentions(),
    };
    if (!(event.key in acts)) return false;
    event.preventDefault();
    acts[event.key]();
    return true;
  }

  choose(name) {
    const end = this.text.selectionStart;
    this.text.setRangeText(`@${name}${MENTION_END}`, end - this.typedLength, end, "end");
    this.closeMentions();
    this.fit();
    this.focus();
  }

  closeMentions() {
    if (!this.mentions || this.mentions.hidden) return;
    this.mentions.hidden = true;
    this.text.removeAttribute("aria-activedescendant");
  }
}
