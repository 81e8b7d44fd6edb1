// Who has read how far, in this browser: kept for each person, so that two tabs of one person agree.

const KEY = "yihu-chat-read";
export const PRIVATE = "private:";

export class ReadMarks {
  /** Everything said before this browser first saw the platform counts as read. */
  begin(token, newest) {
    const kept = this.load();
    this.kept = kept?.token === token ? kept : { token, base: newest, marks: {} };
    this.save();
  }

  load() {
    try {
      return JSON.parse(localStorage.getItem(KEY));
    } catch {
      return null;
    }
  }

  save() {
    try {
      localStorage.setItem(KEY, JSON.stringify(this.kept));
    } catch {
      // A browser that keeps nothing forgets this with the tab.
    }
  }

  upTo(person, conversation) {
    return Math.max(this.kept.base, this.kept.marks[`${person}\n${conversation}`] ?? 0);
  }

  /** True where that was news. */
  read(person, conversation, id) {
    if (id <= this.upTo(person, conversation)) return false;
    const other = this.load();
    if (other?.token === this.kept.token) this.kept = other;
    this.kept.marks[`${person}\n${conversation}`] = id;
    this.save();
    return true;
  }

  refresh() {
    const other = this.load();
    if (other?.token === this.kept?.token) this.kept = other;
  }
}
