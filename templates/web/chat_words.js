// Words and small shapes: times as people say them, initials, hues, elements built from text alone.

const ZONE = 8 * 3600e3; // the community's time, whatever the browser's zone is; no summer time there
const DAY = 86400e3;
const WEEKDAYS = "日一二三四五六";

const local = (at) => new Date(at + ZONE);
const pad = (number) => String(number).padStart(2, "0");
const dayOf = (at) => Math.floor((at + ZONE) / DAY);

export function hourAndMinute(at) {
  const day = local(at);
  return `${pad(day.getUTCHours())}:${pad(day.getUTCMinutes())}`;
}

/** "15:02", "昨天 15:02", "周二 15:02", "5月20日 15:02", "2025年5月20日 15:02" */
export function whenSaid(at, now) {
  return `${dayName(at, now)} ${hourAndMinute(at)}`.trim();
}

export function dayName(at, now) {
  const [day, today] = [local(at), local(now)];
  const ago = dayOf(now) - dayOf(at);
  if (ago === 0) return "";
  if (ago === 1) return "昨天";
  if (ago > 1 && ago < 7) return `周${WEEKDAYS[day.getUTCDay()]}`;
  const date = `${day.getUTCMonth() + 1}月${day.getUTCDate()}日`;
  return day.getUTCFullYear() === today.getUTCFullYear() ? date : `${day.getUTCFullYear()}年${date}`;
}

export function clockFace(at) {
  const day = local(at);
  return {
    date: `${day.getUTCMonth() + 1}月${day.getUTCDate()}日`,
    weekday: `周${WEEKDAYS[day.getUTCDay()]}`,
    time: hourAndMinute(at),
    seconds: `:${pad(day.getUTCSeconds())}`,
  };
}

/** "到明早 8 点日报" */
export function morningMove(morning, now) {
  const day = dayOf(morning) === dayOf(now) ? "今早" : "明早";
  const [hour, minute] = hourAndMinute(morning).split(":").map(Number);
  return `到${day} ${hour} 点${minute ? `${minute} 分` : ""}日报`;
}

/** For an input of type datetime-local. */
export function forInput(at) {
  return new Date(at + ZONE).toISOString().slice(0, 16);
}

/** The character people know them by: 王 of 王婆婆, 李 of 小李. */
export function initial(name) {
  const known = name.trim().replace(/^[小老阿](?=.)/u, "");
  const split = globalThis.Intl?.Segmenter ? new Intl.Segmenter("zh").segment(known)[Symbol.iterator]().next().value?.segment : [...known][0];
  return (split ?? "?").toUpperCase();
}

/** Everything people wrote goes through here as text, never as markup. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

export function avatar(person) {
  if (person === null) return element("span", { class: "avatar bot", "aria-hidden": "true" }, icon("horn"));
  return element("span", { class: `avatar hue-${(person.place ?? 9) % 10}`, "aria-hidden": "true" }, initial(person.name));
}

export function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
