// A conversation on the screen: its lines, the times between them, where it is scrolled to, arrow keys and long presses.

import { phrasesOf, renderLine, renderNotice } from "/chat/chat_line.js";
import { element, whenSaid } from "/chat/chat_words.js";

const PAUSE = 5 * 60e3; // a longer one gets its time in the middle
const SAME_BREATH = 3 * 60e3;
const LONG_PRESS = 450;

export class Log {
  /** `on`: who(line), now(), names(), quote(line), fillIn(text), again(line), showPicture(url), older(), seen(), back(). */
  constructor(prefix, on) {
    this.on = { ...on, findLine: (id) => this.findLine(id) };
    for (const part of ["scroller", "log", "newest", "older"]) this[part] = document.getElementById(`${prefix}-${part}`);
    this.menu = document.getElementById("line-menu");
    this.talk = { lines: [], pending: new Map(), hasOlder: false };
    this.unseen = 0;
    this.sticks = true;
    this.scroller.addEventListener("scroll", () => this.scrolled(), { passive: true });
    new ResizeObserver(() => this.sticks && this.toEnd()).observe(this.scroller);
    this.newest.addEventListener("click", () => { this.toEnd(); this.log.focus({ preventScroll: true }); });
    this.older.addEventListener("click", () => on.older());
    this.log.addEventListener("keydown", (event) => this.key(event));
    this.watchPresses();
  }

  show(talk, { unreadAfter = null } = {}) {
    this.talk = talk;
    this.unseen = 0;
    this.scroller.setAttribute("aria-busy", "true");
    this.log.replaceChildren();
    let before = null;
    for (const line of talk.lines) {
      if (unreadAfter !== null && line.id > unreadAfter && before !== null && before.id <= unreadAfter) this.log.append(element("li", { class: "since" }, "以下是新消息"));
      this.put(line, before);
      before = line;
    }
    for (const line of talk.pending.values()) this.put(line, before);
    this.older.hidden = !talk.hasOlder;
    this.scroller.removeAttribute("aria-busy");
    const since = this.log.querySelector(".since");
    this.sticks = true;
    this.toEnd();
    if (since && since.offsetTop < this.scroller.scrollTop) {
      since.scrollIntoView({ block: "start" });
      this.sticks = false;
      this.scrolled();
    }
  }

  /** Older lines came in front: what is being read stays where it is. */
  grown() {
    const fromEnd = this.scroller.scrollHeight - this.scroller.scrollTop;
    this.show(this.talk);
    this.sticks = false;
    this.scroller.scrollTop = this.scroller.scrollHeight - fromEnd;
  }

  add(line) {
    const onItsWay = line.key ? this.log.querySelector(`[data-key="${CSS.escape(line.key)}"]`) : null;
    const hadFocus = onItsWay?.contains(document.activeElement);
    onItsWay?.remove();
    const at = this.talk.lines.indexOf(line);
    const before = line.id ? this.talk.lines[at - 1] : this.talk.lines.at(-1);
    const waiting = line.id ? this.log.querySelector("li.pending, li.failed") : null;
    const made = this.put(line, before ?? null, waiting);
    if (hadFocus) made.focus({ preventScroll: true });
    const isMine = this.on.who(line).isMine;
    if (this.sticks || (isMine && line.state === "pending")) this.toEnd();
    else if (!isMine) {
      this.unseen += 1;
      this.showNewest();
    }
  }

  put(line, before, inFrontOf = null) {
    const place = (made) => this.log.insertBefore(made, inFrontOf);
    // A line on its way gets no time yet: it is put anew, maybe further down, when it has arrived.
    const hasPause = line.id !== null && (before === null || line.at - before.at > PAUSE || line.at < before.at - PAUSE);
    if (hasPause) place(element("li", { class: "when", "data-at": line.at }, whenSaid(line.at, this.on.now())));
    if (line.kind === "notice") return place(renderNotice(line));
    const isNext = !hasPause && before?.kind === line.kind && before.sender === line.sender && line.at - before.at < SAME_BREATH;
    return place(renderLine(line, this.on.who(line), isNext, this.on));
  }

  retell() {
    for (const when of this.log.querySelectorAll(".when")) when.textContent = whenSaid(Number(when.dataset.at), this.on.now());
  }

  toEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.sticks = true;
    this.unseen = 0;
    this.showNewest();
  }

  scrolled() {
    const left = this.scroller.scrollHeight - this.scroller.clientHeight - this.scroller.scrollTop;
    this.sticks = left < 48;
    if (this.sticks) {
      this.unseen = 0;
      this.on.seen();
    }
    this.isFar = left > this.scroller.clientHeight;
    this.showNewest();
    if (this.scroller.scrollTop < 40 && this.talk.hasOlder && !this.sticks) this.on.older();
  }

  showNewest() {
    this.newest.hidden = this.sticks || !(this.unseen || this.isFar);
    this.newest.lastElementChild.textContent = this.unseen ? `${this.unseen} 条新消息` : "回到最新";
  }

  findLine(id) {
    const found = this.log.querySelector(`[data-id="${Number(id)}"]`);
    if (!found) return;
    found.scrollIntoView({ block: "center" });
    found.classList.remove("found");
    void found.offsetWidth; // restarts the animation
    found.classList.add("found");
    found.focus({ preventScroll: true });
  }

  key(event) {
    const lines = [...this.log.querySelectorAll(".line")];
    const at = lines.indexOf(document.activeElement.closest(".line"));
    const steps = { ArrowUp: at === -1 ? lines.length - 1 : at - 1, ArrowDown: at === -1 ? lines.length - 1 : at + 1, Home: 0, End: lines.length - 1 };
    if (event.key in steps) {
      event.preventDefault();
      if (steps[event.key] >= lines.length) return this.on.back();
      lines[Math.max(0, steps[event.key])]?.focus();
      if (steps[event.key] < 0 && this.talk.hasOlder) this.on.older();
    } else if (event.key === "Escape") {
      this.on.back();
    } else if (event.key === "Enter" && event.target === lines[at]) {
      event.preventDefault();
      this.openMenu(lines[at]);
    }
    return undefined;
  }

  focusLast() {
    [...this.log.querySelectorAll(".line")].at(-1)?.focus();
  }

  lineOf(made) {
    return this.talk.lines.find((line) => line.id === Number(made.dataset.id));
  }

  openMenu(made) {
    const line = this.lineOf(made);
    if (!line) return;
    const close = (back) => {
      this.menu.hidden = true;
      document.removeEventListener("pointerdown", outside, true);
      if (back) made.focus();
    };
    const outside = (event) => this.menu.contains(event.target) || close(false);
    const item = (words, act) => element("button", { type: "button", role: "menuitem", onclick: () => { close(false); act(); } }, words);
    const words = made.querySelector(".words")?.textContent;
    this.menu.replaceChildren(item("引用", () => this.on.quote(line)));
    if (words) this.menu.append(item("复制", () => navigator.clipboard?.writeText(words)));
    if (line.picture) this.menu.append(item("看大图", () => made.querySelector(".picture").click()));
    for (const phrase of phrasesOf(line).slice(0, 3)) this.menu.append(item(`填入「${phrase}」`, () => this.on.fillIn(phrase)));
    this.menu.hidden = false;
    this.placeMenu(made.querySelector(".bubble").getBoundingClientRect());
    this.menu.firstElementChild.focus();
    document.addEventListener("pointerdown", outside, true);
    this.menu.onkeydown = (event) => this.menuKey(event, close);
  }

  placeMenu(bubble) {
    const { offsetWidth: width, offsetHeight: height } = this.menu;
    const above = bubble.top - height - 8;
    const top = above > 60 ? above : Math.min(bubble.bottom + 8, innerHeight - height - 8);
    this.menu.style.top = `${top}px`;
    this.menu.style.left = `${Math.max(8, Math.min(bubble.left + bubble.width / 2 - width / 2, innerWidth - width - 8))}px`;
  }

  menuKey(event, close) {
    const items = [...this.menu.children];
    const at = items.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (step) {
      event.preventDefault();
      items[(at + step + items.length) % items.length].focus();
    } else if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      close(true);
    }
  }

  watchPresses() {
    let timer = null;
    let wasLong = false;
    const stop = () => clearTimeout(timer);
    this.log.addEventListener("pointerdown", (event) => {
      const made = event.target.closest(".line");
      wasLong = false;
      if (event.pointerType === "mouse" || !made || !event.target.closest(".bubble")) return;
      timer = setTimeout(() => {
        wasLong = true;
        this.openMenu(made);
      }, LONG_PRESS);
    });
    this.log.addEventListener("pointermove", (event) => Math.abs(event.movementX) + Math.abs(event.movementY) > 6 && stop());
    for (const end of ["pointerup", "pointercancel"]) this.log.addEventListener(end, stop);
    // Lifting the finger after a long press must not open the picture or the quote below it.
    this.log.addEventListener("click", (event) => wasLong && (event.preventDefault(), event.stopPropagation()), { capture: true });
    this.log.addEventListener("contextmenu", (event) => wasLong && event.preventDefault());
  }
}
