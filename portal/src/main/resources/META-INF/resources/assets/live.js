// The worker that brings the live videos to the page: by the stream, or every ten seconds while there is none. It reads the
// JSON and hands it over in small parts, so that the page is never busy for long however many videos there are.
const FIELDS = "title,latitude,longitude,viewers,likes_10s,dislikes_10s,sentiment_60s";
const QUERY = `fields=${FIELDS}&limit=10000`;
const PART = 400;
const POLL_MS = 10_000;
const SILENCE_MS = 45_000;
const FIRST_RETRY_MS = 1_000;
const MOST_RETRY_MS = 15_000;

let stream = null;
let poll = null;
let silence = null;
let retry = null;
let retryMs = FIRST_RETRY_MS;
let known = new Set();

function open() {
  close();
  stream = new EventSource(`/api/stream?${QUERY}`);
  stream.onerror = () => {
    // The browser itself comes back after an interruption, but not after a refusal.
    if (stream.readyState === EventSource.CLOSED) {
      clearTimeout(retry);
      retry = setTimeout(open, retryMs);
      retryMs = Math.min(2 * retryMs, MOST_RETRY_MS);
    }
    lost();
  };
  on("snapshot", (list) => {
    retryMs = FIRST_RETRY_MS;
    clearInterval(poll);
    poll = null;
    all(list);
    tell("live");
  });
  on("change", (videos) => {
    videos.forEach((video) => known.add(video.video_id));
    hand(videos, false);
    postMessage({ done: true });
  });
  on("gone", (ids) => {
    ids.forEach((id) => known.delete(id));
    postMessage({ gone: ids, done: true });
  });
  on("total", ({ total }) => postMessage({ total, done: true }));
  on("away", () => tell("away"));
  listen();
}

function close() {
  stream?.close();
  stream = null;
  clearTimeout(silence);
  clearTimeout(retry);
}

function on(name, action) {
  stream.addEventListener(name, (event) => {
    listen();
    action(JSON.parse(event.data));
  });
}

// A connection can be dead without anybody saying so; a new one begins with a snapshot and does no harm.
function listen() {
  clearTimeout(silence);
  silence = setTimeout(open, SILENCE_MS);
}

function lost() {
  tell("lost");
  poll ??= setInterval(ask, POLL_MS);
}

async function ask() {
  try {
    const answer = await fetch(`/api/videos?${QUERY}`, { signal: AbortSignal.timeout(POLL_MS) });
    if (!answer.ok) {
      tell(answer.status === 503 ? "away" : "lost");
      return;
    }
    const list = await answer.json();
    if (poll !== null) {
      all(list);
      tell("polling");
    }
  } catch {
    if (poll !== null) {
      tell("lost");
    }
  }
}

function all(list) {
  const now = new Set(list.videos.map((video) => video.video_id));
  const gone = [...known].filter((id) => !now.has(id));
  known = now;
  hand(list.videos, true);
  postMessage({ gone, total: list.total, done: true });
}

function hand(videos, whole) {
  for (let from = 0; from < videos.length; from += PART) {
    postMessage({ videos: videos.slice(from, from + PART), whole });
  }
}

function tell(state) {
  postMessage({ state });
}

// A page that nobody sees needs no stream: browsers allow six connections to a host, for all of its tabs together.
onmessage = ({ data }) => {
  if (data === "rest") {
    close();
    clearInterval(poll);
    poll = null;
  } else if (data === "wake" && stream === null) {
    open();
  } else if (data === "online") {
    open();
  }
};

open();
