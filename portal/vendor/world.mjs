// Makes assets/world/world.json from world-atlas: the land and the borders between countries as GeoJSON, coordinates
// rounded to 0.01 degrees (1 km), Antarctica left out. See README.md for how to run it.
import { readFileSync, writeFileSync } from "node:fs";
import { merge, mesh } from "topojson-client";

const ANTARCTICA = "010";
const [from, to] = process.argv.slice(2);
const atlas = JSON.parse(readFileSync(from, "utf8"));
const countries = atlas.objects.countries;
countries.geometries = countries.geometries.filter((country) => country.id !== ANTARCTICA);

// The atlas is whole across the date line; a line that goes on beyond 180 degrees is drawn on both sides.
const unwind = (line) => {
  let turn = 0;
  return line.map(([x, y], i) => {
    const before = i > 0 ? line[i - 1][0] : x;
    turn += x - before > 180 ? -360 : x - before < -180 ? 360 : 0;
    return [x + turn, y];
  });
};

const round = (line) =>
  unwind(line)
    .map(([x, y]) => [Math.round(x * 100) / 100, Math.round(y * 100) / 100])
    .filter(([x, y], i, all) => i === 0 || x !== all[i - 1][0] || y !== all[i - 1][1]);

const land = merge(atlas, countries.geometries)
  .coordinates.map((polygon) => polygon.map(round).filter((ring) => ring.length > 3))
  .filter((polygon) => polygon.length > 0);
const borders = mesh(atlas, countries, (a, b) => a !== b)
  .coordinates.map(round)
  .filter((line) => line.length > 1);

const world = {
  type: "FeatureCollection",
  features: [
    { type: "Feature", properties: { kind: "land" }, geometry: { type: "MultiPolygon", coordinates: land } },
    { type: "Feature", properties: { kind: "border" }, geometry: { type: "MultiLineString", coordinates: borders } },
  ],
};
writeFileSync(to, JSON.stringify(world));
