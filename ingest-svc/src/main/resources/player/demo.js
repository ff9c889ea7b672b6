// A player whose video is drawn on the spot: no file of anybody else is needed to try engage.js.
const byId = (id) => document.getElementById(id);
const screen = byId("screen");
const video = new URLSearchParams(location.search).get("video") ?? "demo";
byId("video").value = video;

const canvas = document.createElement("canvas");
canvas.width = 640;
canvas.height = 360;
const brush = canvas.getContext("2d");
const sparks = [];

function draw() {
  const t = performance.now() / 1000;
  brush.fillStyle = "#0f172a";
  brush.fillRect(0, 0, 640, 360);
  for (let i = 0; i < 9; i++) {
    const size = 46 + 26 * Math.sin(t * 1.3 + i);
    brush.fillStyle = `hsl(${200 + 18 * i} 70% ${46 + 10 * Math.sin(t + i)}% / 0.85)`;
    brush.fillRect(62 + 64 * i - size / 2, 180 + 70 * Math.sin(t * 0.9 + i * 0.7) - size / 2, size, size);
  }
  brush.fillStyle = "#f1f5f9";
  brush.font = "600 22px system-ui, sans-serif";
  brush.fillText(video.slice(0, 48), 20, 36);
  brush.font = "40px system-ui, sans-serif";
  for (const spark of sparks) {
    brush.globalAlpha = Math.max(0, 1 - (t - spark.at) / 2);
    brush.fillText(spark.text, spark.x, 340 - 120 * (t - spark.at));
  }
  brush.globalAlpha = 1;
  while (sparks.length && t - sparks[0].at > 2) {
    sparks.shift();
  }
}

draw();
setInterval(draw, 66);
screen.srcObject = canvas.captureStream(15);

const watching = Engage.watch(screen, { video });
screen.play().catch(() => {
  byId("said").textContent = "Press play to begin.";
});
for (const event of ["playing", "pause"]) {
  screen.addEventListener(event, () => {
    byId("toggle").textContent = screen.paused ? "Play" : "Pause";
  });
}

function spark(text) {
  sparks.push({ text, at: performance.now() / 1000, x: 40 + Math.random() * 520 });
}

function reaction(name, face) {
  byId(name).addEventListener("click", () => {
    watching[name]();
    byId(`${name}s`).value++;
    spark(face);
  });
}

reaction("like", "👍");
reaction("dislike", "👎");
byId("toggle").addEventListener("click", () => (screen.paused ? screen.play() : screen.pause()));
byId("choice").addEventListener("submit", (event) => {
  event.preventDefault();
  location.search = `?video=${encodeURIComponent(byId("video").value)}`;
});
byId("saying").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = byId("comment").value.trim();
  if (text) {
    watching.comment(text);
    byId("comment").value = "";
    byId("said").textContent = `Sent: ${text}`;
    spark("💬");
  }
});
