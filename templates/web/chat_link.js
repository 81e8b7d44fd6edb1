// The WebSocket: opens, notices when it is dead, opens again with growing pauses.

const FIRST_PAUSE = 400;
const LONGEST_PAUSE = 8000;
const PING_EVERY = 20000;
const PONG_WITHIN = 10000;

export class Link {
  constructor({ opened, received, lost }) {
    this.on = { opened, received, lost };
    this.failures = 0;
    this.heardAt = 0;
    window.addEventListener("online", () => this.hurry());
    document.addEventListener("visibilitychange", () => document.hidden || this.hurry());
    setInterval(() => this.check(), 5000);
    this.open();
  }

  get isOpen() {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  open() {
    clearTimeout(this.later);
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/chat/ws`);
    this.socket = socket;
    socket.onopen = () => {
      this.failures = 0;
      this.heard();
      this.on.opened();
    };
    socket.onmessage = (event) => {
      this.heard();
      this.on.received(JSON.parse(event.data));
    };
    socket.onclose = () => socket === this.socket && this.lost();
  }

  send(frame) {
    if (!this.isOpen) return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }

  heard() {
    this.heardAt = Date.now();
    this.pinged = false;
  }

  check() {
    if (!this.isOpen) return;
    const silent = Date.now() - this.heardAt;
    if (silent > PING_EVERY + PONG_WITHIN && this.pinged) {
      const dead = this.socket;
      this.socket = null; // its own close may take minutes to come
      dead.close();
      this.lost();
    } else if (silent > PING_EVERY && !this.pinged) {
      this.pinged = this.send({ type: "ping" });
    }
  }

  lost() {
    this.on.lost();
    const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** this.failures);
    this.failures += 1;
    clearTimeout(this.later);
    this.later = setTimeout(() => this.open(), pause * (0.75 + Math.random() / 2));
  }

  hurry() {
    if (this.socket && this.socket.readyState <= WebSocket.OPEN) return;
    this.failures = 0;
    this.open();
  }
}
