// The same data as the map, as a table: sortable, in pages, and quiet while somebody is in it.
import { count, element, mood, nameOf, say } from "./dom.js";

const PAGE = 50;
const COLUMNS = {
  name: (video) => nameOf(video),
  viewers: (video) => video.viewers ?? -1,
  likes_10s: (video) => video.likes_10s ?? 0,
  dislikes_10s: (video) => video.dislikes_10s ?? 0,
  sentiment_60s: (video) => video.sentiment_60s ?? -1,
};
const COLLATOR = new Intl.Collator("en", { numeric: true });

/** The table. */
export class Table {
  #body;
  #heads;
  #pages;
  #range;
  #column = "viewers";
  #isDescending = true;
  #page = 0;
  #rows = new Map();
  #videos = [];
  #shown = [];

  constructor(root) {
    this.#body = root.querySelector("tbody");
    this.#heads = [...root.querySelectorAll("th[data-column]")];
    this.#pages = root.querySelector(".pages");
    this.#range = root.querySelector(".range");
    this.#body.replaceChildren();
    for (const head of this.#heads) {
      head.querySelector("button").addEventListener("click", () => this.#sortBy(head.dataset.column));
    }
    const [back, on] = this.#pages.querySelectorAll("button");
    back.addEventListener("click", () => this.#turn(-1));
    on.addEventListener("click", () => this.#turn(1));
  }

  /** Shows these videos. The order holds while the keyboard or the mouse is in the table, so that nothing moves away under it. */
  show(videos) {
    this.#videos = videos;
    const isInUse = this.#body.contains(document.activeElement) || this.#body.matches(":hover");
    this.#draw(!isInUse);
  }

  #sortBy(column) {
    this.#isDescending = column === this.#column ? !this.#isDescending : column !== "name";
    this.#column = column;
    this.#page = 0;
    this.#draw(true);
  }

  #turn(by) {
    this.#page += by;
    this.#draw(true);
  }

  #draw(mayMove) {
    const last = Math.max(0, Math.ceil(this.#videos.length / PAGE) - 1);
    this.#page = Math.min(Math.max(this.#page, 0), last);
    if (mayMove || this.#shown.length === 0) {
      this.#shown = this.#sorted().slice(this.#page * PAGE, (this.#page + 1) * PAGE);
      const rows = new Map(this.#shown.map((video) => [video.video_id, this.#rows.get(video.video_id) ?? row(video)]));
      this.#rows = rows;
      const wanted = [...rows.values()];
      if (wanted.length !== this.#body.childElementCount || wanted.some((tr, i) => this.#body.children[i] !== tr)) {
        this.#body.replaceChildren(...wanted);
      }
      this.#heads.forEach((head) =>
        head.setAttribute(
          "aria-sort",
          head.dataset.column !== this.#column ? "none" : this.#isDescending ? "descending" : "ascending",
        ),
      );
    }
    this.#shown.forEach((video) => fill(this.#rows.get(video.video_id), video));
    const [back, on] = this.#pages.querySelectorAll("button");
    back.disabled = this.#page === 0;
    on.disabled = this.#page === last;
    this.#pages.hidden = last === 0;
    const first = this.#page * PAGE;
    say(
      this.#range,
      this.#videos.length === 0
        ? "No live videos"
        : `${count(first + 1)}–${count(Math.min(first + PAGE, this.#videos.length))} of ${count(this.#videos.length)}`,
    );
  }

  #sorted() {
    const value = COLUMNS[this.#column];
    const sign = this.#isDescending ? -1 : 1;
    return this.#column === "name"
      ? [...this.#videos].sort((a, b) => sign * COLLATOR.compare(value(a), value(b)))
      : [...this.#videos].sort((a, b) => sign * (value(a) - value(b)) || (a.video_id < b.video_id ? -1 : 1));
  }
}

function row(video) {
  const link = element("a", { href: `#video=${encodeURIComponent(video.video_id)}`, dir: "auto" });
  const cells = Array.from({ length: 4 }, () => element("td", { className: "number" }));
  return element("tr", {}, element("th", { scope: "row" }, link), ...cells);
}

function fill(tr, video) {
  const [name, viewers, likes, dislikes, feeling] = tr.children;
  say(name.firstChild, nameOf(video));
  say(viewers, count(video.viewers));
  say(likes, count(video.likes_10s ?? 0));
  say(dislikes, count(video.dislikes_10s ?? 0));
  say(feeling, mood(video.sentiment_60s));
}
