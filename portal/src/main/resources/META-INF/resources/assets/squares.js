// The squares: one layer of the map that draws all of them in one call. A square grows and changes its colour over a moment
// instead of jumping, and glows when new likes come.
import { rgb } from "./scales.js";

const FLOATS = 12;
const CHANGE_MS = 600;
const GLOW_MS = 1400;
/** Slower than this a frame is not worth animating for: the squares jump then. */
const SLOW_FRAME_MS = 70;

const VERTEX = `#version 300 es
uniform mat4 u_matrix;
uniform vec2 u_viewport;
uniform float u_progress;
uniform float u_now;
uniform float u_shift;
in vec2 corner;
in vec2 place;
in vec2 sides;
in vec3 before;
in vec3 after;
in float glowing;
in float weight;
out vec2 v_point;
out vec3 v_colour;
out float v_half;
out float v_glow;
out float v_weight;
void main() {
  float age = (u_now - glowing) / ${GLOW_MS.toFixed(1)};
  v_glow = age >= 0.0 && age < 1.0 ? 1.0 - age : 0.0;
  v_half = 0.5 * mix(sides.x, sides.y, u_progress);
  v_colour = mix(before, after, u_progress);
  v_weight = weight;
  float reach = v_half + 7.0 + (v_glow > 0.0 ? 0.6 * v_half : 0.0);
  v_point = corner * reach;
  vec4 centre = u_matrix * vec4(place.x + u_shift, place.y, 0.0, 1.0);
  gl_Position = centre;
  gl_Position.xy += 2.0 * vec2(v_point.x, -v_point.y) / u_viewport * centre.w;
}`;

const FRAGMENT = `#version 300 es
precision highp float;
uniform float u_ratio;
uniform vec3 u_ink;
uniform vec3 u_ground;
in vec2 v_point;
in vec3 v_colour;
in float v_half;
in float v_glow;
in float v_weight;
out vec4 result;
vec4 over(vec4 top, vec4 below) {
  return top + below * (1.0 - top.a);
}
void main() {
  float radius = min(4.0, 0.3 * v_half);
  vec2 q = abs(v_point) - v_half + radius;
  float distance = length(max(q, 0.0)) + min(max(q.x, q.y), 0.0) - radius;
  float inside = clamp(0.5 - distance * u_ratio, 0.0, 1.0);
  float core = clamp(0.5 - (distance + 1.25) * u_ratio, 0.0, 1.0);
  vec4 square = vec4(v_colour, 1.0) * 0.74 * core;
  square = over(square, vec4(v_colour, 1.0) * (inside - core));
  float strength = min(v_weight, 1.0);
  square *= strength;
  float reach = 7.0 + 0.6 * v_half;
  float halo = v_glow * v_glow * 0.55 * pow(clamp(1.0 - distance / reach, 0.0, 1.0), 2.0) * (1.0 - inside) * strength;
  result = over(square, vec4(v_colour, 1.0) * halo);
  if (v_weight > 1.5) {
    float gap = clamp(0.5 - (abs(distance - 1.0) - 1.0) * u_ratio, 0.0, 1.0);
    float ring = clamp(0.5 - (abs(distance - 3.25) - 1.25) * u_ratio, 0.0, 1.0);
    result = over(vec4(u_ink, 1.0) * ring, over(vec4(u_ground, 1.0) * gap, result));
  }
}`;

/** Web Mercator, the world from 0 to 1 both ways. */
export function mercator(longitude, latitude) {
  const sine = Math.sin((Math.max(-85, Math.min(85, latitude)) * Math.PI) / 180);
  return [longitude / 360 + 0.5, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
}

/** The layer. */
export class Squares {
  id = "videos";
  type = "custom";

  #map;
  #gl;
  #program;
  #locations;
  #array;
  #buffer;
  #data = new Float32Array(0);
  #order = [];
  #states = new Map();
  #isStale = false;
  #changedAt = -Infinity;
  #glowUntil = -Infinity;
  #asked = 0;
  #frameMs = 0;
  #ink = [0, 0, 0];
  #ground = [1, 1, 1];
  #isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;

  onAdd(map, gl) {
    this.#map = map;
    this.#gl = gl;
    const program = gl.createProgram();
    for (const [type, source] of [
      [gl.VERTEX_SHADER, VERTEX],
      [gl.FRAGMENT_SHADER, FRAGMENT],
    ]) {
      const shader = gl.createShader(type);
      gl.shaderSource(shader, source);
      gl.compileShader(shader);
      gl.attachShader(program, shader);
    }
    gl.linkProgram(program);
    if (!gl.getProgramParameter(program, gl.LINK_STATUS)) {
      throw new Error(`The squares cannot be drawn: ${gl.getProgramInfoLog(program)}`);
    }
    this.#program = program;
    this.#locations = Object.fromEntries(
      ["matrix", "viewport", "progress", "now", "shift", "ratio", "ink", "ground"].map((name) => [
        name,
        gl.getUniformLocation(program, `u_${name}`),
      ]),
    );
    this.#array = gl.createVertexArray();
    gl.bindVertexArray(this.#array);
    gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
    gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([-1, -1, 1, -1, -1, 1, 1, 1]), gl.STATIC_DRAW);
    const corner = gl.getAttribLocation(program, "corner");
    gl.enableVertexAttribArray(corner);
    gl.vertexAttribPointer(corner, 2, gl.FLOAT, false, 0, 0);
    this.#buffer = gl.createBuffer();
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#buffer);
    let at = 0;
    for (const [name, size] of [
      ["place", 2],
      ["sides", 2],
      ["before", 3],
      ["after", 3],
      ["glowing", 1],
      ["weight", 1],
    ]) {
      const location = gl.getAttribLocation(program, name);
      gl.enableVertexAttribArray(location);
      gl.vertexAttribPointer(location, size, gl.FLOAT, false, 4 * FLOATS, 4 * at);
      gl.vertexAttribDivisor(location, 1);
      at += size;
    }
    gl.bindVertexArray(null);
    this.#isStale = true;
  }

  onRemove(map, gl) {
    gl.deleteProgram(this.#program);
    gl.deleteVertexArray(this.#array);
    gl.deleteBuffer(this.#buffer);
  }

  /**
   * Shows these squares from now on.
   *
   * @param squares those behind first: id, longitude, latitude, side in px, colour as hex, weight (below 1 pale, 2 ringed),
   *     likes (a glow when there are more than before)
   * @param ink the colour of rings, and ground what lies between a ring and its square, as hex
   */
  show(squares, ink, ground) {
    const now = performance.now();
    const progress = this.#progress(now);
    const states = new Map();
    if (this.#data.length < squares.length * FLOATS) {
      this.#data = new Float32Array(Math.ceil(squares.length * 1.5) * FLOATS);
    }
    this.#ink = rgb(ink);
    this.#ground = rgb(ground);
    squares.forEach((square, i) => {
      const before = this.#states.get(square.id);
      const [r, g, b] = rgb(square.colour);
      const state = { side: square.side, r, g, b, likes: square.likes, glowAt: before?.glowAt ?? -1e9 };
      const from = (name, first) =>
        before === undefined ? first : before.from[name] + (before[name] - before.from[name]) * progress;
      state.from = { side: from("side", 0), r: from("r", r), g: from("g", g), b: from("b", b) };
      if (before !== undefined && square.likes > before.likes && !this.#isCalm) {
        state.glowAt = now;
        this.#glowUntil = now + GLOW_MS;
      }
      const place =
        before?.longitude === square.longitude && before.latitude === square.latitude
          ? before.place
          : mercator(square.longitude, square.latitude);
      Object.assign(state, { longitude: square.longitude, latitude: square.latitude, place });
      states.set(square.id, state);
      this.#data.set(
        [
          place[0],
          place[1],
          state.from.side,
          state.side,
          state.from.r,
          state.from.g,
          state.from.b,
          r,
          g,
          b,
          state.glowAt,
          square.weight,
        ],
        i * FLOATS,
      );
    });
    this.#states = states;
    this.#order = squares;
    this.#changedAt = this.#isCalm ? -Infinity : now;
    this.#isStale = true;
    this.#ask();
  }

  /** The square at a point of the map's canvas, or undefined: of several the nearest, within `reach` px around each. */
  at(point, reach) {
    let best;
    let least = reach;
    for (let i = this.#order.length - 1; i >= 0; i--) {
      const square = this.#order[i];
      if (square.weight < 0.5) {
        continue;
      }
      const [x, y] = this.screen(square);
      const away = Math.max(Math.abs(point.x - x), Math.abs(point.y - y)) - square.side / 2;
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

  /** Where a square's centre is on the canvas, in px: on the copy of the world nearest to the middle. */
  screen(square) {
    const place = this.#states.get(square.id)?.place ?? mercator(square.longitude, square.latitude);
    const world = 512 * 2 ** this.#map.getZoom();
    const { lng, lat } = this.#map.getCenter();
    const centre = mercator(lng, lat);
    let across = place[0] - centre[0];
    across -= Math.round(across);
    const canvas = this.#map.getCanvas();
    return [across * world + canvas.clientWidth / 2, (place[1] - centre[1]) * world + canvas.clientHeight / 2];
  }

  render(gl, { defaultProjectionData }) {
    const now = performance.now();
    if (this.#asked > 0) {
      this.#frameMs += 0.2 * (now - this.#asked - this.#frameMs);
      this.#asked = 0;
    }
    gl.bindVertexArray(this.#array);
    if (this.#isStale) {
      gl.bindBuffer(gl.ARRAY_BUFFER, this.#buffer);
      gl.bufferData(gl.ARRAY_BUFFER, this.#data.subarray(0, this.#order.length * FLOATS), gl.DYNAMIC_DRAW);
      this.#isStale = false;
    }
    const canvas = this.#map.getCanvas();
    gl.useProgram(this.#program);
    gl.disable(gl.DEPTH_TEST);
    gl.disable(gl.STENCIL_TEST);
    gl.disable(gl.CULL_FACE);
    gl.uniformMatrix4fv(this.#locations.matrix, false, defaultProjectionData.mainMatrix);
    gl.uniform2f(this.#locations.viewport, canvas.clientWidth, canvas.clientHeight);
    gl.uniform1f(this.#locations.progress, this.#progress(now));
    gl.uniform1f(this.#locations.now, now);
    gl.uniform1f(this.#locations.ratio, canvas.width / canvas.clientWidth);
    gl.uniform3fv(this.#locations.ink, this.#ink);
    gl.uniform3fv(this.#locations.ground, this.#ground);
    for (const shift of [-1, 0, 1]) {
      gl.uniform1f(this.#locations.shift, shift);
      gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, this.#order.length);
    }
    gl.bindVertexArray(null);
    if (now < Math.max(this.#changedAt + CHANGE_MS, this.#glowUntil)) {
      if (this.#frameMs < SLOW_FRAME_MS) {
        this.#ask();
      } else {
        this.#rest();
      }
    }
  }

  #progress(now) {
    const share = Math.min(1, (now - this.#changedAt) / CHANGE_MS);
    return 1 - (1 - share) ** 3;
  }

  #ask() {
    this.#asked = performance.now();
    this.#map.triggerRepaint();
  }

  /** Shows the end of the change at once, once; a faster while is noticed by the frames that come anyway. */
  #rest() {
    this.#changedAt = -Infinity;
    this.#glowUntil = -Infinity;
    this.#frameMs *= 0.9;
    this.#map.triggerRepaint();
  }
}
