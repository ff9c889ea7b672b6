/* Engage for player pages. What it does and promises: docs/player.md. Apache-2.0. */
(() => {
  const { src, dataset } = document.currentScript;
  const door = new URL(`v1/events?key=${encodeURIComponent(dataset.key ?? "")}`, src);
  const BEAT = 15e3, SLOWEST = 45e3, REPEATABLE = 100e3, MOST = 200;
  const random = () => crypto.getRandomValues(new BigUint64Array(2)).join("-");
  const now = Date.now;

  const read = (name) => { try { return localStorage.getItem(name); } catch { return null; } };
  const write = (name, text) => { try { localStorage.setItem(name, text); } catch { /* In memory only. */ } };
  const me = () => { const id = read("engage:user") ?? random(); write("engage:user", id); return id; };

  // Unsent events: each page has a list of its own.
  const LIST = "engage:list:", own = LIST + random();
  let list = [], closedAt = 0;
  const save = () => (list.length ? write(own, JSON.stringify({ at: now(), closedAt, list })) : read(own) && localStorage.removeItem(own));

  // Takes over what gone pages left. What was sent in closing is repeated only while the server knows its ids.
  const adopt = () => {
    try {
      for (const name of Object.keys(localStorage).filter((n) => n.startsWith(LIST))) {
        const left = JSON.parse(read(name));
        if (left.closedAt || Math.abs(now() - left.at) > 12e4) {
          localStorage.removeItem(name);
          if (left.closedAt < 2 || now() - left.closedAt < REPEATABLE) list.push(...left.list);
        }
      }
    } catch { /* No storage. */ }
  };

  // The server's clock less this one; an event's time is corrected when it is first sent.
  let skew, sending, wait = 0, timer;
  const post = (method, url, body) => fetch(url, { method, body, signal: AbortSignal.timeout(15e3) });
  const stamp = (entries) => JSON.stringify(entries.map((entry) => {
    if (entry.raw) { entry.raw = 0; entry.event.timestamp = Math.round(entry.event.timestamp + (skew ?? 0)); }
    return entry.event;
  }));

  const flush = async () => {
    if (sending || !list.length) return;
    sending = true;
    clearTimeout(timer);
    let later;
    try {
      let began = now();
      skew ??= (await (await post("GET", new URL("v1/time", src))).json()).time - (began + now()) / 2;
      const batch = list.slice(0, 50), body = stamp(batch);
      save();
      began = now();
      const answer = await post("POST", door, body), { headers, status } = answer;
      const off = (+headers.get("X-Engage-Time") || now() + skew) - now() - skew;
      if (Math.abs(off) > now() - began + 1e3) skew += off;
      if (status > 499 || status === 429) throw later = 1e3 * headers.get("Retry-After");
      const { reason, rejected } = await answer.json().catch(() => 0);
      if (reason || rejected?.length) console.warn("Engage:", reason ?? rejected);
      list = list.filter((entry) => !batch.includes(entry));
      wait = 0;
    } catch {
      wait = Math.max(later || 0, Math.min(SLOWEST, 2 * wait || 1e3));
    }
    sending = false;
    save();
    timer = setTimeout(flush, wait * (0.8 + 0.4 * Math.random()));
  };

  const put = (event) => {
    // The last heartbeat says all.
    if (event.event_type === "heartbeat") list = list.filter(({ event: e }) => e.event_type !== "heartbeat" || e.session_id !== event.session_id);
    list = [...list, { event: { ...event, event_id: random(), timestamp: now() }, raw: 1 }].slice(-MOST);
    save();
    if (!wait) setTimeout(flush);
  };

  const watchings = new Set();
  const watch = (media, options) => {
    if (!(media instanceof HTMLMediaElement)) [media, options] = [null, media];
    const { video, user = me(), session = random(), latitude, longitude } = options;
    const send = (event_type, comment) => put({ event_type, video_id: `${video}`, user_id: `${user}`, session_id: session, latitude, longitude, comment });
    let beat;
    const play = () => { if (!beat) { send("play"); beat = setInterval(send, BEAT, "heartbeat"); } };
    const leave = () => { if (beat) { beat = clearInterval(beat); send("leave"); return true; } };
    const watching = {
      play, leave, like: () => send("like"), dislike: () => send("dislike"),
      comment: (text) => send("comment", `${text}`.slice(0, 2000).toWellFormed()),
    };
    watchings.add(watching);
    media?.addEventListener("playing", play);
    media?.addEventListener("pause", leave);
    if (!media?.paused) play();
    return watching;
  };

  addEventListener("pagehide", () => {
    watchings.forEach((w) => (w.again = w.leave()));
    closedAt = 1;
    if (list.length && navigator.onLine && navigator.sendBeacon(door, stamp(list))) closedAt = now();
    save();
  });
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    closedAt = 0;
    if (!read(own)) list = [];
    watchings.forEach((w) => w.again && w.play());
    flush();
  });
  addEventListener("online", () => { wait = 0; flush(); });
  adopt();
  flush();
  window.Engage = { watch };
})();
