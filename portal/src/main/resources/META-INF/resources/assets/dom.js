// Small words for building pages. Text is always set as text: nothing that came with an event is ever read as markup.

/** A new element; properties whose name begins with "aria-" or "data-" become attributes. */
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key.startsWith("aria-") || key.startsWith("data-")) {
      made.setAttribute(key, value);
    } else {
      made[key] = value;
    }
  }
  made.append(...children);
  return made;
}

/** Sets a text only where it is another one, so that nothing is drawn or read out for nothing. */
export function say(target, text) {
  if (target.textContent !== text) {
    target.textContent = text;
  }
}

const WHOLE = new Intl.NumberFormat("en");
const SHORT = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

/** A count in full; a dash when there is none. */
export function count(value) {
  return Number.isFinite(value) ? WHOLE.format(value) : "–";
}

/** A count in few characters, for millions. */
export function short(value) {
  return Number.isFinite(value) ? (value < 1_000_000 ? WHOLE.format(value) : SHORT.format(value)) : "–";
}

/** A mood from 0 to 4. */
export function mood(value) {
  return Number.isFinite(value) ? value.toFixed(1) : "–";
}

/** The address of a video in the API. Browsers resolve the segments "." and ".." on their own; the ";" keeps them from it. */
export function address(id) {
  return `/api/videos/${encodeURIComponent(id)}${/^\.{1,2}$/.test(id) ? ";" : ""}`;
}

/** What the page calls a video. */
export function nameOf(video) {
  return video.title?.trim() ? video.title.trim() : video.video_id;
}
