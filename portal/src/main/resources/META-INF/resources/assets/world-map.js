// The map of the world with the squares on it. MapLibre draws land and borders from files of this host.
import { Map as MapLibre } from "./vendor/maplibre-gl-6.17.0/maplibre-gl.mjs";
import { Squares, mercator } from "./squares.js";

const WORLD = new URL("world/world.json", import.meta.url).href;
const GROUND = {
  light: { sea: "#e6edf3", land: "#fbfcfd", border: "#d5dee7", coast: "#c3cfdb", ink: "#0f172a" },
  dark: { sea: "#0b1017", land: "#18202b", border: "#2a3544", coast: "#344154", ink: "#f8fafc" },
};
const TILE = 512;
const MARGIN = 24;
/** The part of the world that people live in, in degrees of latitude. */
const NORTH = 74;
const SOUTH = -50;

/** A map of the live videos. */
export class WorldMap {
  #map;
  #squares;
  #isDark;
  #aside;

  /**
   * @param container the element to fill
   * @param aside how many px at its right edge are covered while it is wide
   * @param actions pointed(square or undefined, point), chosen(square), moved(), rested()
   */
  constructor(container, isDark, aside, actions) {
    this.#isDark = isDark;
    this.#aside = aside;
    this.#map = new MapLibre({
      container,
      style: style(isDark),
      ...this.#everything(container),
      maxZoom: 8,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      fadeDuration: 0,
      validateStyle: false,
      canvasContextAttributes: { antialias: false },
      locale: { "Map.Title": "Map of the live videos. Arrow keys move it, Enter opens the video at the cross" },
    });
    const map = this.#map;
    this.#squares = new Squares(map);
    map.touchZoomRotate.disableRotation();
    map.keyboard.disableRotation();
    this.ready = new Promise((resolve) => map.once("load", resolve));
    map.on("mousemove", ({ point }) => actions.pointed(this.#squares.at(point, 6), point));
    map.on("mouseout", () => actions.pointed(undefined));
    map.on("click", ({ point, originalEvent }) => {
      const square = this.#squares.at(point, originalEvent.pointerType === "touch" ? 18 : 10);
      if (square !== undefined) {
        actions.chosen(square);
      }
    });
    map.on("move", () => actions.moved());
    map.on("moveend", () => actions.rested());
    map.on("resize", () => map.setMinZoom(this.#leastZoom(container)));
    map.getCanvas().addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        const square = this.aimed();
        if (square !== undefined) {
          event.preventDefault();
          actions.chosen(square);
        }
      }
    });
  }

  /** The square that the cross in the middle points at, or undefined. */
  aimed() {
    const canvas = this.#map.getCanvas();
    return this.#squares.at({ x: canvas.clientWidth / 2, y: canvas.clientHeight / 2 }, 60);
  }

  /** The element that has the keyboard's focus when the map has. */
  get canvas() {
    return this.#map.getCanvas();
  }

  /** Where a square is on the map, in px. */
  screen(square) {
    return this.#squares.screen(square);
  }

  /** How many viewers those of these squares have together that are in view. */
  viewersInView(squares) {
    return this.#squares.viewersInView(squares);
  }

  show(squares) {
    const ground = GROUND[this.#isDark ? "dark" : "light"];
    this.#squares.show(squares, ground.ink, ground.land);
  }

  setDark(isDark) {
    if (isDark !== this.#isDark) {
      this.#isDark = isDark;
      for (const [layer, name, value] of paints(isDark)) {
        this.#map.setPaintProperty(layer, name, value);
      }
    }
  }

  /** Whether a video's square is neither outside nor under what covers a part of the map. */
  isClear(video, covered) {
    const [x, y] = this.#squares.screen(video);
    const { clientWidth, clientHeight } = this.#map.getContainer();
    return x > MARGIN && x < clientWidth - covered.right - MARGIN && y > MARGIN && y < clientHeight - covered.bottom - MARGIN;
  }

  /** Brings a video into the middle of what is not covered, and nearer unless the distance is to stay. */
  goTo(video, covered, isDistanceKept) {
    this.#map.easeTo({
      center: [video.longitude, video.latitude],
      zoom: isDistanceKept ? this.#map.getZoom() : Math.max(this.#map.getZoom(), 3.2),
      offset: [-covered.right / 2, -covered.bottom / 2],
      duration: 700,
    });
  }

  zoom(by) {
    this.#map.easeTo({ zoom: this.#map.getZoom() + by, duration: 250 });
  }

  /** Shows the whole world again. */
  home() {
    const { center, zoom } = this.#everything(this.#map.getContainer());
    this.#map.easeTo({ center, zoom, duration: 500 });
  }

  resize() {
    this.#map.resize();
  }

  #leastZoom(container) {
    return Math.log2(Math.max(container.clientWidth - this.#covered(container), 320) / TILE);
  }

  /** How many px on the right something lies over the map, as far as it leaves enough of it. */
  #covered(container) {
    return container.clientWidth > 3 * this.#aside ? this.#aside : 0;
  }

  #everything(container) {
    const top = mercator(0, NORTH)[1];
    const bottom = mercator(0, SOUTH)[1];
    const least = this.#leastZoom(container);
    const isTall = container.clientHeight > container.clientWidth;
    const zoom = isTall ? Math.max(least, Math.log2(container.clientHeight / TILE / (bottom - top)) - 0.5) : least;
    const shift = (this.#covered(container) / 2 / (TILE * 2 ** zoom)) * 360;
    return { minZoom: least, zoom, center: [12 + shift, isTall ? 27 : 20] };
  }
}

function paints(isDark) {
  const ground = GROUND[isDark ? "dark" : "light"];
  return [
    ["sea", "background-color", ground.sea],
    ["land", "fill-color", ground.land],
    ["border", "line-color", ground.border],
    ["coast", "line-color", ground.coast],
  ];
}

function style(isDark) {
  const paint = {};
  for (const [layer, name, value] of paints(isDark)) {
    paint[layer] = { [name]: value };
  }
  const of = (kind) => ["==", ["get", "kind"], kind];
  return {
    version: 8,
    sources: { world: { type: "geojson", data: WORLD, maxzoom: 6, tolerance: 0.5 } },
    layers: [
      { id: "sea", type: "background", paint: paint.sea },
      { id: "land", type: "fill", source: "world", filter: of("land"), paint: { ...paint.land, "fill-antialias": true } },
      { id: "border", type: "line", source: "world", filter: of("border"), paint: { ...paint.border, "line-width": 0.8 } },
      { id: "coast", type: "line", source: "world", filter: of("land"), paint: { ...paint.coast, "line-width": 0.8 } },
    ],
  };
}
