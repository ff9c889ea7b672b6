// The page of the live videos: brings the stream, the map, the table and the panel together.
import { count, element, nameOf, say, short } from "./dom.js";
import { Panel } from "./panel.js";
import { MEASURES, colour, largest, reference, side, step } from "./scales.js";
import { Table } from "./table.js";

const MOST_IN_LIST = 8;
const NOTICE_MS = 5_000;
const PALE = 0.13;
const RINGED = 2;
const SEARCH_KEY = "/";

const byId = (id) => document.getElementById(id);
const videos = new Map();
const panel = new Panel(byId("panel"));
const table = new Table(byId("table"));
const worker = new Worker(new URL("live.js", import.meta.url));
const darkness = matchMedia("(prefers-color-scheme: dark)");
const url = new URLSearchParams(location.search);

let map = null;
let mapFailed = false;
let total = 0;
let measure = MEASURES[url.get("colour")] ? url.get("colour") : "likes";
let scale = 0;
let wanted = "";
let chosen = null;
let hovered;
let state = "opening";
let isLost = false;
let isDrawing = false;
let noticeTimer;
let latest = null;
let toVisit = null;
let chosenOnMap = null;

// --- What the worker brings

worker.onmessage = ({ data }) => {
  if (data.state !== undefined) {
    setState(data.state);
  }
  for (const video of data.videos ?? []) {
    const before = videos.get(video.video_id);
    videos.set(video.video_id, before === undefined || data.whole ? video : Object.assign(before, video));
  }
  data.gone?.forEach((id) => videos.delete(id));
  total = data.total ?? total;
  if (data.done) {
    latest = new Date();
    byId("app").classList.add("filled");
    draw();
  }
};

const STATES = {
  opening: "Connecting",
  live: "Live",
  polling: "Every 10 s",
  lost: "Connection lost",
  away: "Figures away",
};

function setState(next) {
  if (next === state) {
    return;
  }
  state = next;
  byId("state").dataset.state = next;
  say(byId("state-text"), STATES[next]);
  if (next === "lost" && !isLost) {
    isLost = true;
    notice(
      latest === null
        ? "There is no connection to the server. Trying again."
        : `The connection is lost. The figures are those of ${latest.toLocaleTimeString()}. Trying again.`,
    );
  } else if (next === "away") {
    isLost = true;
    notice("The figures cannot be read just now. This page goes on by itself.");
  } else if (next === "live" && isLost) {
    isLost = false;
    notice("The connection is back.", NOTICE_MS);
  } else if (next === "polling") {
    notice("No live connection. The figures are read every 10 seconds.");
  }
}

function notice(text, forMs) {
  clearTimeout(noticeTimer);
  const box = byId("notice");
  say(box, text);
  box.classList.toggle("good", forMs !== undefined);
  box.classList.add("shown");
  if (forMs !== undefined) {
    noticeTimer = setTimeout(() => {
      box.classList.remove("shown");
      say(box, "");
    }, forMs);
  }
}

// --- Drawing: at most once a frame, and not while nobody sees it

function draw() {
  if (!isDrawing) {
    isDrawing = true;
    requestAnimationFrame(() => {
      isDrawing = false;
      drawNow();
    });
  }
}

function drawNow() {
  const all = [...videos.values()].sort(
    (a, b) => (b.viewers ?? 0) - (a.viewers ?? 0) || (a.video_id < b.video_id ? -1 : 1),
  );
  let viewers = 0;
  let likes = 0;
  for (const video of all) {
    viewers += video.viewers ?? 0;
    likes += video.likes_10s ?? 0;
  }
  say(byId("total"), count(Math.max(total, all.length)));
  say(byId("viewers"), short(viewers));
  say(byId("likes"), short(likes));
  const matching = wanted === "" ? all : all.filter(matches);
  drawList(matching);
  if (document.body.dataset.view === "table") {
    table.show(matching);
  }
  drawSquares(all);
  visit();
  if (chosen !== null && panel.id === chosen && videos.has(chosen)) {
    panel.hint(videos.get(chosen));
  }
  byId("app").classList.toggle("empty", all.length === 0);
}

function matches(video) {
  return nameOf(video).toLowerCase().includes(wanted) || video.video_id.toLowerCase().includes(wanted);
}

function isDark() {
  const theme = document.documentElement.dataset.theme;
  return theme === "dark" || (theme !== "light" && darkness.matches);
}

function drawSquares(all) {
  const dark = isDark();
  scale = reference(all[0]?.viewers ?? 0, scale);
  const { clientWidth, clientHeight } = byId("map");
  if (map === null || clientWidth === 0) {
    return;
  }
  const { field } = MEASURES[measure];
  const colours = new Map();
  const squares = [];
  for (const video of all) {
    if (!Number.isFinite(video.latitude) || !Number.isFinite(video.longitude)) {
      continue;
    }
    const index = step(MEASURES[measure], video[field]);
    if (!colours.has(index)) {
      colours.set(index, colour(MEASURES[measure], index, dark));
    }
    squares.push({
      id: video.video_id,
      longitude: video.longitude,
      latitude: video.latitude,
      viewers: video.viewers ?? 0,
      side: 0,
      colour: colours.get(index),
      weight: video.video_id === chosen ? RINGED : wanted !== "" && !matches(video) ? PALE : 1,
      likes: video.likes_10s ?? 0,
    });
  }
  const most = largest(clientWidth, clientHeight, map.viewersInView(squares), scale);
  for (const square of squares) {
    square.side = side(square.viewers, scale, most);
  }
  map.setDark(dark);
  map.show(squares);
  drawLegend(most, dark);
  const placeless = all.length - squares.length;
  say(byId("placeless"), placeless === 0 ? "" : `${count(placeless)} without a place: see the table`);
  drawTip();
}

// --- The list of the most watched

const listed = new Map();

function drawList(matching) {
  say(byId("list-title"), wanted === "" ? "Most watched" : `${count(matching.length)} found`);
  const shown = matching.slice(0, MOST_IN_LIST);
  byId("by-id").hidden = wanted === "" || matching.length > 0;
  const dark = isDark();
  const entries = shown.map((video) => {
    const entry = listed.get(video.video_id) ?? listEntry(video.video_id);
    const [swatch, name, viewers] = entry.firstChild.children;
    swatch.style.backgroundColor = colour(
      MEASURES[measure],
      step(MEASURES[measure], video[MEASURES[measure].field]),
      dark,
    );
    say(name, nameOf(video));
    say(viewers, count(video.viewers));
    return entry;
  });
  listed.clear();
  shown.forEach((video, i) => listed.set(video.video_id, entries[i]));
  const list = byId("list");
  // Nothing moves away under a finger or the keyboard's focus.
  const isInUse = list.contains(document.activeElement) || list.matches(":hover");
  const isOther = entries.length !== list.childElementCount || entries.some((entry, i) => list.children[i] !== entry);
  if (isOther && !(isInUse && wanted === "" && list.childElementCount > 0)) {
    list.replaceChildren(...entries);
  }
}

function listEntry(id) {
  const link = element(
    "a",
    { href: `#video=${encodeURIComponent(id)}` },
    element("span", { className: "swatch", "aria-hidden": "true" }),
    element("span", { className: "name", dir: "auto" }),
    element("span", { className: "number" }),
  );
  return element("li", {}, link);
}

// --- The legend

let legendDrawn = "";

function drawLegend(most, dark) {
  const signature = [measure, scale, most, dark].join();
  if (signature === legendDrawn) {
    return;
  }
  legendDrawn = signature;
  const { steps, labels, none, title } = MEASURES[measure];
  say(byId("legend-title"), title);
  const swatch = (index, label) => {
    const box = element("span", { className: "swatch", "aria-hidden": "true" });
    box.style.backgroundColor = colour(MEASURES[measure], index, dark);
    return element("li", {}, box, element("span", { textContent: label }));
  };
  byId("colours").replaceChildren(
    ...steps.map((from, index) => swatch(index, labels[index])),
    ...(none ? [swatch(-1, none.label)] : []),
  );
  byId("sizes").replaceChildren(
    ...[scale / 100, scale / 10, scale / 2.5].filter((viewers) => viewers >= 1).map((viewers) => {
      const box = element("span", { className: "square", "aria-hidden": "true" });
      box.style.inlineSize = box.style.blockSize = `${side(viewers, scale, most)}px`;
      return element("li", {}, box, element("span", { textContent: short(viewers) }));
    }),
  );
}

byId("measures").addEventListener("change", ({ target }) => {
  measure = target.value;
  draw();
});
byId(`measure-${measure}`).checked = true;

// --- What the mouse or the cross points at

function drawTip() {
  const tip = byId("tip");
  const video = hovered && videos.get(hovered.id);
  tip.hidden = !video;
  if (!video) {
    return;
  }
  const [x, y] = map.screen(hovered);
  const isLow = y > 110;
  tip.classList.toggle("below", !isLow);
  const width = byId("map").clientWidth;
  tip.style.left = `${Math.min(Math.max(x, 120), width - 120)}px`;
  tip.style.top = `${y + (isLow ? -1 : 1) * (hovered.side / 2 + 10)}px`;
  say(tip.children[0], nameOf(video));
  say(
    tip.children[1],
    `${count(video.viewers)} watching · ${count(video.likes_10s ?? 0)} likes · ${count(video.dislikes_10s ?? 0)} dislikes in 10 s`,
  );
}

function point(square) {
  hovered = square;
  byId("map").classList.toggle("pointing", square !== undefined);
  drawTip();
}

function aim() {
  if (byId("map").classList.contains("aiming")) {
    point(map.aimed());
  } else if (hovered) {
    drawTip();
  }
}

// --- One video

function choose(id) {
  chosen = id;
  document.body.classList.toggle("chosen", id !== null);
  byId("panel").hidden = id === null;
  if (id === null) {
    panel.close();
    return;
  }
  panel.open(videos.get(id) ?? { video_id: id });
  draw();
}

/** The address is what is chosen, so that it can be shared and the browser's way back works. */
function readAddress() {
  const match = /^#video=(.+)$/.exec(location.hash);
  let id = null;
  try {
    id = match && decodeURIComponent(match[1]);
  } catch {
    // Not an address of this page.
  }
  if (id !== chosen) {
    choose(id);
    if (id !== null) {
      toVisit = id;
      visit();
      byId("panel-name").focus({ preventScroll: true });
    }
  }
}

/**
 * Moves the map to the video that was just chosen, as soon as both are there. What was chosen on the map itself is moved only
 * from under the panel.
 */
function visit() {
  const video = videos.get(toVisit);
  if (map === null || video === undefined) {
    return;
  }
  const isOnMap = toVisit === chosenOnMap;
  toVisit = chosenOnMap = null;
  if (Number.isFinite(video.latitude) && Number.isFinite(video.longitude)) {
    const aside = byId("side").getBoundingClientRect();
    const isSheet = aside.width > innerWidth * 0.8;
    const covered = { right: isSheet ? 0 : aside.width, bottom: isSheet ? aside.height : 0 };
    if (!isOnMap || !map.isClear(video, covered)) {
      map.goTo(video, covered, isOnMap);
    }
  }
}

addEventListener("hashchange", readAddress);

function closePanel() {
  const id = chosen;
  history.pushState(null, "", location.pathname + location.search);
  choose(null);
  draw();
  // Back to where the way to the panel began.
  const entry = listed.get(id)?.querySelector("a");
  (document.body.dataset.view === "map" ? map?.canvas ?? entry : entry)?.focus({ preventScroll: true });
}

byId("close").addEventListener("click", closePanel);
byId("share").addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(location.href);
    notice("The link is copied.", NOTICE_MS);
  } catch {
    // Browsers give the clipboard to secure pages only.
    prompt("The link to this video", location.href);
  }
});
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && chosen !== null) {
    closePanel();
  } else if (event.key === SEARCH_KEY && !/^(INPUT|TEXTAREA)$/.test(document.activeElement?.tagName)) {
    event.preventDefault();
    byId("search").focus();
  }
});

// --- Search, views, theme

byId("search").addEventListener("input", ({ target }) => {
  const text = target.value.trim().toWellFormed();
  wanted = text.toLowerCase();
  const byItsId = byId("by-id").firstElementChild;
  byItsId.href = `#video=${encodeURIComponent(text)}`;
  say(byItsId, `Open the video with the id “${text}”`);
  document.body.classList.toggle("searching", wanted !== "");
  draw();
});
byId("search").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && wanted !== "") {
    (byId("list").querySelector("a") ?? byId("by-id").firstElementChild).click();
  } else if (event.key === "Escape") {
    event.target.value = "";
    event.target.dispatchEvent(new Event("input"));
  }
});

function show(view) {
  document.body.dataset.view = view;
  for (const name of ["map", "table"]) {
    byId(`view-${name}`).setAttribute("aria-pressed", String(name === view));
  }
  map?.resize();
  draw();
}
byId("view-map").addEventListener("click", () => (mapFailed ? sayMapFailed() : show("map")));
byId("view-table").addEventListener("click", () => show("table"));

const THEMES = { auto: "As the system", light: "Light", dark: "Dark" };

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  byId("theme").title = `Colours: ${THEMES[theme].toLowerCase()}`;
  say(byId("theme-name"), `Colours: ${THEMES[theme].toLowerCase()}`);
  draw();
}
byId("theme").addEventListener("click", () => {
  const next = isDark() ? "light" : "dark";
  // What the system wants anyway is followed from then on.
  const theme = (next === "dark") === darkness.matches ? "auto" : next;
  try {
    localStorage.setItem("engage-theme", theme);
  } catch {
    // It holds for this page then.
  }
  setTheme(theme);
});
darkness.addEventListener("change", draw);

// --- The page's own life

document.addEventListener("visibilitychange", () => {
  worker.postMessage(document.hidden ? "rest" : "wake");
  panel.rest(document.hidden);
});
addEventListener("online", () => worker.postMessage("online"));
addEventListener("resize", draw);

function sayMapFailed() {
  notice("This browser cannot draw the map (it needs WebGL 2). The table has the same figures.", NOTICE_MS);
}

setTheme(document.documentElement.dataset.theme);
show(url.get("view") === "table" ? "table" : "map");
readAddress();

try {
  const { WorldMap } = await import("./world-map.js");
  map = new WorldMap(byId("map-canvas"), isDark(), byId("side").offsetWidth, {
    pointed: point,
    chosen: (square) => {
      chosenOnMap = square.id;
      location.hash = `video=${encodeURIComponent(square.id)}`;
    },
    moved: aim,
    rested: draw,
  });
  map.canvas.addEventListener("focus", () => {
    byId("map").classList.toggle("aiming", map.canvas.matches(":focus-visible"));
    aim();
  });
  map.canvas.addEventListener("blur", () => {
    byId("map").classList.remove("aiming");
    point(undefined);
  });
  byId("zoom-in").addEventListener("click", () => map.zoom(1));
  byId("zoom-out").addEventListener("click", () => map.zoom(-1));
  byId("zoom-home").addEventListener("click", () => map.home());
  await map.ready;
  document.body.classList.add("mapped");
  draw();
} catch (failure) {
  console.warn(failure);
  map = null;
  mapFailed = true;
  show("table");
  sayMapFailed();
}
