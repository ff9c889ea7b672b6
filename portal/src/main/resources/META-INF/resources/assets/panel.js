// The panel of one video: its figures as they change, its words, mood and newest comments.
import { address, count, element, mood, nameOf, say } from "./dom.js";
import { MEASURES, step } from "./scales.js";

const MOST_WORDS = 8;
const MOST_COMMENTS = 6;
const RETRY_MS = 3_000;
const COMMENTS_EVERY_MS = 2_000;
const TREND_MS = 15 * 60_000;
const POINT_MS = 10_000;
const SILENT = "Nobody has said anything yet.";
const QUIET = "Nothing in the last minute.";

/** Fills an element with a video, until another one is shown. */
export class Panel {
  #parts;
  #id = null;
  #video = null;
  #stream = null;
  #retry = null;
  #commentsAsOf = null;
  #commentsAt = -Infinity;
  #commentsLater = null;
  #points = [];
  #isResting = false;

  constructor(root) {
    const parts = {};
    for (const part of root.querySelectorAll("[data-part]")) {
      parts[part.dataset.part] = part;
    }
    this.#parts = parts;
  }

  /** The video shown, or null. */
  get id() {
    return this.#id;
  }

  /** Shows a video; what the list knows of it stands there until its own stream speaks. */
  open(video) {
    this.close();
    this.#id = video.video_id;
    this.#video = { ...video };
    this.#commentsAsOf = null;
    this.#commentsAt = -Infinity;
    this.#points = [];
    this.#parts.comments.replaceChildren();
    this.#draw();
    this.#listen();
    this.#readTrend(this.#id);
  }

  close() {
    this.#id = null;
    this.#video = null;
    this.#hangUp();
  }

  /** Takes what the list says: the panel goes on by it while its own stream is away. */
  hint(video) {
    if (this.#stream?.readyState !== EventSource.OPEN) {
      Object.assign(this.#video, video);
      this.#draw();
    }
  }

  /** Lets go of the connection while nobody sees the page, and takes it up again. */
  rest(isResting) {
    this.#isResting = isResting;
    if (isResting) {
      this.#hangUp();
    } else if (this.#id !== null) {
      this.#listen();
    }
  }

  #hangUp() {
    this.#stream?.close();
    this.#stream = null;
    clearTimeout(this.#retry);
    clearTimeout(this.#commentsLater);
    this.#commentsLater = null;
  }

  #listen() {
    this.#hangUp();
    if (this.#isResting) {
      return;
    }
    const stream = new EventSource(`${address(this.#id)}/stream`);
    this.#stream = stream;
    const on = (name, action) =>
      stream.addEventListener(name, ({ data }) => {
        action(JSON.parse(data));
        this.#draw();
      });
    on("snapshot", (video) => (this.#video = video));
    on("change", (change) => Object.assign(this.#video, change));
    on("gone", () => (this.#video = { video_id: this.#id, title: this.#video.title, status: "gone" }));
    stream.onerror = () => {
      if (stream.readyState === EventSource.CLOSED) {
        this.#retry = setTimeout(() => this.#listen(), RETRY_MS);
      }
    };
  }

  #draw() {
    const video = this.#video;
    const parts = this.#parts;
    say(parts.name, nameOf(video));
    say(parts.id, video.video_id);
    say(parts.status, status(video));
    say(parts.viewers, count(video.viewers));
    say(parts.views, count(video.views));
    say(parts.peak, `peak ${count(video.peak_viewers)}`);
    say(parts.unique, Number.isFinite(video.unique_viewers) ? `≈ ${count(video.unique_viewers)} people` : "");
    say(parts.likes, count(video.likes_10s ?? 0));
    say(parts.likesTotal, `${count(video.likes ?? 0)} in all`);
    say(parts.dislikes, count(video.dislikes_10s ?? 0));
    say(parts.dislikesTotal, `${count(video.dislikes ?? 0)} in all`);
    this.#drawWords();
    this.#drawMood();
    this.#drawTrend();
    say(
      parts.commentCount,
      Number.isFinite(video.comments) ? `${count(video.comments_60s ?? 0)} in a minute, ${count(video.comments)} in all` : "",
    );
    this.#readComments();
  }

  #drawWords() {
    const { words_60s: words, comments_as_of: asOf } = this.#video;
    const list = this.#parts.words;
    if (!words?.length) {
      this.#none(list, asOf ? QUIET : SILENT);
      return;
    }
    const most = Math.max(...words.map(([, times]) => times));
    list.replaceChildren(
      ...words.slice(0, MOST_WORDS).map(([word, times]) => {
        const bar = element("span", { className: "bar", "aria-hidden": "true" });
        bar.style.inlineSize = `${(100 * times) / most}%`;
        return element(
          "li",
          {},
          bar,
          element("span", { className: "word", dir: "auto", textContent: word }),
          element("span", { className: "number", textContent: count(times) }),
        );
      }),
    );
  }

  #drawMood() {
    const video = this.#video;
    const { scale, needle, band, moodValue, moodNote } = this.#parts;
    const value = video.sentiment_60s;
    const isKnown = Number.isFinite(value);
    scale.classList.toggle("none", !isKnown);
    needle.hidden = band.hidden = !isKnown;
    say(moodValue, isKnown ? `${mood(value)} of 4` : "no mood yet");
    moodValue.classList.toggle("quiet", !isKnown);
    if (!isKnown) {
      say(moodNote, video.comments_60s ? "No comment of the last minute shows a mood." : "");
      return;
    }
    const margin = video.sentiment_margin ?? 0;
    const low = Math.max(0, value - margin);
    const high = Math.min(4, value + margin);
    needle.style.insetInlineStart = `${25 * value}%`;
    band.style.insetInlineStart = `${25 * low}%`;
    band.style.inlineSize = `${25 * (high - low)}%`;
    say(moodNote, `± ${margin.toFixed(2)}${evidence(video)}`);
  }

  #none(list, text) {
    list.replaceChildren(element("li", { className: "quiet", textContent: text }));
  }

  // The list of comments is read again when the comments' service wrote something, and not more often than it matters.
  async #readComments() {
    const id = this.#id;
    const asOf = this.#video.comments_as_of ?? null;
    const now = performance.now();
    if (asOf === null) {
      this.#none(this.#parts.comments, SILENT);
      return;
    }
    if (asOf === this.#commentsAsOf) {
      return;
    }
    const wait = this.#commentsAt + COMMENTS_EVERY_MS - now;
    if (wait > 0) {
      this.#commentsLater ??= setTimeout(() => {
        this.#commentsLater = null;
        this.#readComments();
      }, wait);
      return;
    }
    this.#commentsAt = now;
    this.#commentsAsOf = asOf;
    const comments = await json(`${address(id)}/comments`);
    if (this.#id !== id || comments === null) {
      return;
    }
    if (comments.length === 0) {
      this.#none(this.#parts.comments, "No comments yet.");
      return;
    }
    this.#parts.comments.replaceChildren(
      ...comments.slice(0, MOST_COMMENTS).map((said) =>
        element(
          "li",
          { dir: "auto" },
          element("span", { className: "said", textContent: said.comment ?? "" }),
          ...(Number.isFinite(said.score) ? [chip(said.score)] : []),
        ),
      ),
    );
  }

  async #readTrend(id) {
    const now = Date.now();
    const history = await json(`${address(id)}/history?from=${now - TREND_MS}&to=${now}`);
    if (this.#id === id && Array.isArray(history?.points)) {
      this.#points = history.points.filter((point) => Number.isFinite(point.viewers)).map((p) => [p.t, p.viewers]);
      this.#drawTrend();
    }
  }

  #drawTrend() {
    const now = this.#video.viewers_as_of ?? Date.now();
    const slot = now - (now % POINT_MS);
    if (Number.isFinite(this.#video.viewers)) {
      const last = this.#points.at(-1);
      if (last !== undefined && last[0] >= slot) {
        last[1] = this.#video.viewers;
      } else {
        this.#points.push([slot, this.#video.viewers]);
      }
    }
    const points = this.#points.filter(([t]) => t > now - TREND_MS);
    const trend = this.#parts.trend;
    trend.classList.toggle("none", points.length < 3);
    if (points.length < 3) {
      return;
    }
    const first = points[0][0];
    const span = points.at(-1)[0] - first;
    const most = Math.max(1, ...points.map(([, viewers]) => viewers));
    const line = points
      .map(([t, viewers]) => `${((200 * (t - first)) / span).toFixed(1)},${(38 - (34 * viewers) / most).toFixed(1)}`)
      .join(" ");
    trend.querySelector("polyline").setAttribute("points", line);
    trend.querySelector("polygon").setAttribute("points", `0,40 ${line} 200,40`);
    trend.setAttribute(
      "aria-label",
      `Viewers over the last ${Math.max(1, Math.round(span / 60_000))} minutes, at most ${count(most)}`,
    );
  }
}

/** What the mood was read from. */
function evidence({ sentiment_sample: scored, sentiment_rate: rate }) {
  if (!Number.isFinite(scored)) {
    return "";
  }
  const comments = ` from ${count(scored)} ${scored === 1 ? "comment" : "comments"}`;
  // A share that is not all is never shown as all, nor as nothing.
  return rate < 1 ? `${comments}, a sample of ${Math.min(99, Math.max(1, Math.round(100 * rate)))} %` : comments;
}

/** A comment's mood: its colour on the map's scale, and the number. */
function chip(score) {
  return element("span", {
    className: `chip number mood-${step(MEASURES.mood, score)}`,
    textContent: mood(score),
    title: "Mood, from 0 (negative) to 4 (positive)",
  });
}

function status(video) {
  if (video.status === "gone") {
    return "There is no such video any longer";
  }
  if (video.status === "ended") {
    return "Ended";
  }
  if (video.status === undefined) {
    return Number.isFinite(video.comments) ? "Nothing but comments so far" : "Not heard of yet";
  }
  if (!Number.isFinite(video.started_at)) {
    return "Live";
  }
  const minutes = Math.max(0, Math.floor((Date.now() - video.started_at) / 60_000));
  return minutes < 60 ? `Live for ${minutes} min` : `Live for ${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

async function json(path) {
  try {
    const answer = await fetch(path, { signal: AbortSignal.timeout(10_000) });
    return answer.ok ? await answer.json() : null;
  } catch {
    // It is read again at the next change; the page itself says that the connection is lost.
    return null;
  }
}
