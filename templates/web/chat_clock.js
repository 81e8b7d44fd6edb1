// The clock bar: the bot's time, and moving it on.

import { clockFace, element, forInput, morningMove } from "/chat/chat_words.js";

export class ClockBar {
  /** `on`: move(frame), ticked() once a minute */
  constructor(on) {
    this.on = on;
    this.face = document.getElementById("clock-time");
    this.moves = document.getElementById("clock-moves");
    this.opener = document.getElementById("clock-open");
    this.dialog = document.getElementById("pick-time");
    this.value = document.getElementById("pick-value");
    this.bot = Date.now();
    this.here = performance.now();
    this.moves.addEventListener("click", (event) => event.target.dataset.move && this.press(event.target.dataset.move));
    this.opener.addEventListener("click", () => this.unfold(this.opener.getAttribute("aria-expanded") !== "true"));
    this.dialog.querySelector("[data-close]").addEventListener("click", () => this.dialog.close());
    this.dialog.addEventListener("close", () => this.dialog.returnValue === "go" && this.go({ to: this.value.value }));
    setInterval(() => this.show(), 1000);
  }

  now() {
    return this.bot + performance.now() - this.here;
  }

  set({ now, movable, morning }) {
    this.bot = now;
    this.here = performance.now();
    this.moves.hidden = !movable;
    this.opener.hidden = !movable;
    this.moves.querySelector("[data-move=morning]").textContent = morningMove(morning, now);
    this.busy(false);
    this.show();
    this.on.ticked();
  }

  show() {
    const now = this.now();
    const { date, weekday, time, seconds } = clockFace(now);
    if (time !== this.shown) this.on.ticked();
    this.shown = time;
    this.face.replaceChildren(date, element("span", { class: "clock-weekday" }, weekday), element("b", {}, time), element("span", { class: "clock-seconds" }, seconds));
  }

  unfold(isOpen) {
    this.opener.setAttribute("aria-expanded", String(isOpen));
    this.moves.classList.toggle("open", isOpen);
  }

  busy(isBusy) {
    for (const button of this.moves.children) button.disabled = isBusy;
    this.face.classList.toggle("moving", isBusy);
  }

  press(move) {
    if (move === "pick") {
      const next = this.now() + 60e3;
      this.dialog.returnValue = "";
      this.value.min = this.value.value = forInput(next);
      this.dialog.showModal();
    } else {
      this.go(move === "morning" ? {} : { seconds: Number(move) });
    }
  }

  go(move) {
    if (this.on.move({ type: "move_clock", ...move })) this.busy(true);
  }
}
