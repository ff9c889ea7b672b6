// Keeps the table of live videos up to date by the stream of the list.
const FIELDS = ["title", "viewers", "likes_10s", "dislikes_10s", "sentiment_60s", "words_60s"];
const NONE = "–";
const MOST_WORDS = 3;

const table = document.getElementById("videos");
const total = document.getElementById("total");
const state = document.getElementById("state");
const videos = new Map();

const stream = new EventSource(`/api/stream?fields=${FIELDS.join(",")}`);

stream.onopen = () => say("");
stream.onerror = () => say("Connection lost; trying again.");
stream.addEventListener("away", () => say("The figures cannot be read just now. This page goes on by itself."));
stream.addEventListener("snapshot", (event) => {
  const list = JSON.parse(event.data);
  videos.clear();
  list.videos.forEach((video) => videos.set(video.video_id, video));
  total.textContent = list.total;
  say("");
  draw();
});
stream.addEventListener("change", (event) => {
  for (const change of JSON.parse(event.data)) {
    videos.set(change.video_id, { ...videos.get(change.video_id), ...change });
  }
  draw();
});
stream.addEventListener("gone", (event) => {
  JSON.parse(event.data).forEach((id) => videos.delete(id));
  draw();
});
stream.addEventListener("total", (event) => {
  total.textContent = JSON.parse(event.data).total;
});

function say(text) {
  state.textContent = text;
}

function draw() {
  const rows = [...videos.values()].sort(
    (a, b) => (b.viewers ?? 0) - (a.viewers ?? 0) || (a.video_id < b.video_id ? -1 : 1),
  );
  table.replaceChildren(...rows.map(row));
}

// Everything that came with an event is set as text, never as markup.
function row(video) {
  const name = document.createElement("th");
  name.scope = "row";
  const link = document.createElement("a");
  link.href = address(video.video_id);
  link.textContent = video.title?.trim() ? video.title : video.video_id;
  name.append(link);
  const words = (video.words_60s ?? []).slice(0, MOST_WORDS).map(([word]) => word);
  const line = document.createElement("tr");
  line.append(
    name,
    cell(video.viewers, "number"),
    cell(video.likes_10s, "number"),
    cell(video.dislikes_10s, "number"),
    cell(video.sentiment_60s, "number"),
    cell(words.length ? words.join(", ") : null),
  );
  return line;
}

function cell(value, kind) {
  const td = document.createElement("td");
  if (kind) {
    td.className = kind;
  }
  td.textContent = value ?? NONE;
  return td;
}

// Browsers resolve the segments "." and ".." on their own; the ";" keeps them from it.
function address(id) {
  return `/api/videos/${encodeURIComponent(id)}${/^\.{1,2}$/.test(id) ? ";" : ""}`;
}
