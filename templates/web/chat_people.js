// Lists one walks with the arrow keys: my rooms, and the people one can speak as.

import { avatar, element, icon } from "/chat/chat_words.js";

/** One item of the list is in the Tab order; arrows, Home and End move within it. */
export function walkable(list, selector) {
  list.addEventListener("keydown", (event) => {
    const items = [...list.querySelectorAll(selector)];
    const at = items.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (at === -1 || to === undefined) return;
    event.preventDefault();
    items[Math.max(0, Math.min(items.length - 1, to))].focus();
  });
  list.addEventListener("focusin", (event) => {
    const item = event.target.closest(selector);
    if (!item) return;
    for (const one of list.querySelectorAll(selector)) one.tabIndex = one === item ? 0 : -1;
  });
}

export class PeopleDialog {
  /** `on`: chosen(id) */
  constructor(on) {
    this.on = on;
    this.dialog = document.getElementById("people");
    this.list = document.getElementById("people-list");
    this.dialog.querySelector("[data-close]").addEventListener("click", () => this.dialog.close());
    this.dialog.addEventListener("click", (event) => event.target === this.dialog && this.dialog.close());
    walkable(this.list, ".person");
  }

  open(people, me, hasWhisper) {
    this.list.replaceChildren(...people.map((person) => this.row(person, person.id === me, hasWhisper(person.id))));
    this.dialog.showModal();
    this.list.querySelector(".person[aria-pressed=true]")?.focus();
  }

  row(person, isMe, hasWhisper) {
    const choose = () => {
      this.dialog.close();
      this.on.chosen(person.id);
    };
    const name = element("span", { class: "person-name" }, element("bdi", {}, person.name), person.role && element("span", { class: "role" }, person.role));
    const mark = hasWhisper ? element("span", { class: "whisper" }, "有新私信") : null;
    const button = element("button", { type: "button", class: "person", "aria-pressed": String(isMe), tabindex: isMe ? "0" : "-1", onclick: choose }, avatar(person), name, mark, isMe ? icon("check") : null);
    const link = element("a", { class: "plain", href: `/chat?as=${encodeURIComponent(person.id)}`, target: "_blank", rel: "noopener", title: "在新标签页里当这个人", "aria-label": `在新标签页里当${person.name}` }, icon("window"));
    return element("li", {}, button, link);
  }
}
