// The squares, on a canvas of their own above the map: when figures change, only they are drawn again and not the world. A
// square grows and changes its colour over a moment instead of jumping, and glows when new likes come.

const TILE = 512;
const CHANGE_MS = 600;
const GLOW_MS = 1400;
/** Where frames take longer than this, squares jump: nothing would be smooth about it, and the page stays quick. */
const SLOW_FRAME_MS = 60;
/** And where they are this many, for nobody could follow it. */
const CROWD = 1500;
const SMALL = 12;
const FILL = 0.76;

/** Web Mercator, the world from 0 to 1 both ways. */
export function mercator(longitude, latitude) {
  const sine = Math.sin((Math.max(-85, Math.min(85, latitude)) * Math.PI) / 180);
  return [longitude / 360 + 0.5, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
}

/** All squares of a map. */
export class Squares {
  #map;
  #canvas;
  #context;
  #squares = [];
  #states = new Map();
  #ink = "#000000";
  #ground = "#ffffff";
  #changedAt = -Infinity;
  #glowUntil = -Infinity;
  #frame = 0;
  #askedAt = 0;
  #frameMs = 0;
  #isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;

  constructor(map) {
    this.#map = map;
    this.#canvas = document.createElement("canvas");
    this.#canvas.className = "squares";
    this.#context = this.#canvas.getContext("2d");
    map.getContainer().append(this.#canvas);
    // In the same frame as the world below, so that nothing swims while it is moved.
    map.on("render", () => this.#draw());
  }

  /**
   * Shows these squares from now on.
   *
   * @param squares those behind first: id, longitude, latitude, side in px, colour as hex, weight (below 1 pale, 2 ringed),
   *     likes (a glow when there are more than before)
   * @param ink the colour of rings, and ground of what lies between a ring and its square
   */
  show(squares, ink, ground) {
    const now = performance.now();
    const progress = this.#progress(now);
    const states = new Map();
    const isCalm = this.#isCalm || this.#frameMs > SLOW_FRAME_MS || squares.length > CROWD;
    for (const square of squares) {
      const before = this.#states.get(square.id);
      const isThere = before?.longitude === square.longitude && before.latitude === square.latitude;
      const state = {
        longitude: square.longitude,
        latitude: square.latitude,
        place: isThere ? before.place : mercator(square.longitude, square.latitude),
        fromSide: before === undefined ? 0 : before.fromSide + (before.side - before.fromSide) * progress,
        side: square.side,
        fromColour: before === undefined ? square.colour : progress < 0.5 ? before.fromColour : before.colour,
        colour: square.colour,
        likes: square.likes,
        glowAt: before?.glowAt ?? -Infinity,
      };
      if (before !== undefined && square.likes > before.likes && !isCalm) {
        state.glowAt = now;
        this.#glowUntil = now + GLOW_MS;
      }
      states.set(square.id, state);
    }
    this.#states = states;
    this.#squares = squares;
    this.#ink = ink;
    this.#ground = ground;
    this.#changedAt = isCalm ? -Infinity : now;
    this.#ask();
  }

  /** The square at a point of the map, or undefined: of several the nearest, within `reach` px around each. */
  at(point, reach) {
    const view = this.#view();
    let best;
    let least = reach;
    for (let i = this.#squares.length - 1; i >= 0; i--) {
      const square = this.#squares[i];
      if (square.weight < 0.5) {
        continue;
      }
      const [x, y] = view.point(this.#states.get(square.id).place);
      const across = Math.abs(point.x - x);
      const away = Math.max(Math.min(across, Math.abs(across - view.world)), Math.abs(point.y - y)) - square.side / 2;
      // One that lies on another is above it and comes first here.
      if (away <= 0) {
        return square;
      }
      if (away < least) {
        least = away;
        best = square;
      }
    }
    return best;
  }

  /** Where a square's centre is on the map, in px: on the copy of the world nearest to the middle. */
  screen(square) {
    return this.#view().point(mercator(square.longitude, square.latitude));
  }

  /** How many viewers those of these squares have together that are in view. */
  viewersInView(squares) {
    const view = this.#view();
    let viewers = 0;
    for (const square of squares) {
      const place = this.#states.get(square.id)?.place ?? mercator(square.longitude, square.latitude);
      const [x, y] = view.point(place);
      if (x >= 0 && x <= view.width && y >= 0 && y <= view.height) {
        viewers += square.viewers;
      }
    }
    return viewers;
  }

  #view() {
    const { lng, lat } = this.#map.getCenter();
    const centre = mercator(lng, lat);
    const world = TILE * 2 ** this.#map.getZoom();
    const { clientWidth: width, clientHeight: height } = this.#map.getContainer();
    return {
      width,
      height,
      world,
      point([x, y]) {
        const across = x - centre[0];
        return [(across - Math.round(across)) * world + width / 2, (y - centre[1]) * world + height / 2];
      },
    };
  }

  #progress(now) {
    const share = Math.min(1, (now - this.#changedAt) / CHANGE_MS);
    return 1 - (1 - share) ** 3;
  }

  #ask() {
    if (this.#frame === 0) {
      this.#askedAt = performance.now();
      this.#frame = requestAnimationFrame(() => {
        this.#frame = 0;
        this.#frameMs += 0.2 * (performance.now() - this.#askedAt - this.#frameMs);
        this.#draw();
      });
    }
  }

  #draw() {
    const now = performance.now();
    const progress = this.#progress(now);
    const view = this.#view();
    const context = this.#context;
    this.#clear(view);
    let ringed;
    for (const square of this.#squares) {
      const state = this.#states.get(square.id);
      const side = state.fromSide + (state.side - state.fromSide) * progress;
      const [x, y] = view.point(state.place);
      const copies = x - view.world > -side ? [x, x - view.world] : x + view.world < view.width + side ? [x, x + view.world] : [x];
      for (const at of copies) {
        if (at < -side || at > view.width + side || y < -side || y > view.height + side) {
          continue;
        }
        const age = (now - state.glowAt) / GLOW_MS;
        if (age < 1 && square.weight >= 1) {
          this.#glow(at, y, side, state.colour, (1 - age) ** 2);
        }
        context.fillStyle = progress < 0.5 ? state.fromColour : state.colour;
        this.#square(at, y, side, Math.min(1, square.weight));
        if (square.weight > 1 && at === x) {
          ringed = [at, y, side];
        }
      }
    }
    if (ringed !== undefined) {
      this.#ring(...ringed);
    }
    if (now < Math.max(this.#changedAt + CHANGE_MS, this.#glowUntil)) {
      if (this.#frameMs <= SLOW_FRAME_MS) {
        this.#ask();
      } else {
        this.#rest(progress);
      }
    }
  }

  #clear({ width, height }) {
    const ratio = devicePixelRatio;
    const canvas = this.#canvas;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    this.#context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.#context.clearRect(0, 0, width, height);
  }

  #square(x, y, side, alpha) {
    const context = this.#context;
    const left = x - side / 2;
    const top = y - side / 2;
    context.globalAlpha = FILL * alpha;
    if (side < SMALL) {
      context.fillRect(left, top, side, side);
      return;
    }
    context.beginPath();
    context.roundRect(left, top, side, side, Math.min(4, side / 8));
    context.fill();
    context.globalAlpha = alpha;
    context.strokeStyle = context.fillStyle;
    context.lineWidth = 1.25;
    context.stroke();
  }

  #glow(x, y, side, colour, strength) {
    const context = this.#context;
    context.fillStyle = colour;
    context.globalAlpha = 0.13 * strength;
    for (const share of [0.12, 0.28, 0.5]) {
      const reach = 2 + share * Math.min(side, 50);
      context.beginPath();
      context.roundRect(x - side / 2 - reach, y - side / 2 - reach, side + 2 * reach, side + 2 * reach, 4 + reach);
      context.fill();
    }
  }

  #ring(x, y, side) {
    const context = this.#context;
    context.globalAlpha = 1;
    for (const [reach, colour, width] of [
      [1.5, this.#ground, 2],
      [3.5, this.#ink, 2.5],
    ]) {
      context.beginPath();
      context.roundRect(x - side / 2 - reach, y - side / 2 - reach, side + 2 * reach, side + 2 * reach, 4 + reach);
      context.strokeStyle = colour;
      context.lineWidth = width;
      context.stroke();
    }
  }

  /** Shows the end of the change at once. Whether frames are quick again is seen at the next change. */
  #rest(progress) {
    this.#changedAt = -Infinity;
    this.#glowUntil = -Infinity;
    this.#frameMs *= 0.8;
    if (progress < 1) {
      this.#ask();
    }
  }
}
