// How figures become sizes and colours: the one place that the map, the legend and the table agree on.

/** What a square's colour can tell. A step holds the values from `from` up to the next step. */
export const MEASURES = {
  likes: {
    field: "likes_10s",
    title: "Likes in the last 10 s",
    steps: [0, 1, 3, 10, 30],
    labels: ["0", "1–2", "3–9", "10–29", "30+"],
    light: ["#94a3b8", "#86cdb0", "#34a87f", "#0b7a58", "#064a38"],
    dark: ["#566174", "#1f7d62", "#2bb98d", "#6fe3bd", "#d3fbe9"],
  },
  dislikes: {
    field: "dislikes_10s",
    title: "Dislikes in the last 10 s",
    steps: [0, 1, 3, 10, 30],
    labels: ["0", "1–2", "3–9", "10–29", "30+"],
    light: ["#94a3b8", "#f2b183", "#e5793a", "#bd4a14", "#7a2708"],
    dark: ["#566174", "#9a4f22", "#dd7331", "#ffa869", "#ffe0c7"],
  },
  mood: {
    field: "sentiment_60s",
    title: "Mood of the last minute, 0 to 4",
    steps: [0, 1, 1.7, 2.3, 3],
    labels: ["0–1", "1–1.7", "1.7–2.3", "2.3–3", "3–4"],
    light: ["#a8350c", "#e59a5c", "#a9a69a", "#4f9ecf", "#125a94"],
    dark: ["#ff8a4c", "#b5683a", "#827f76", "#3f8fc4", "#86ccff"],
    none: { label: "not yet", light: "#c3ccd8", dark: "#3b4454" },
  },
};

const REFERENCES = [1, 2, 5];
const LEAST_SIDE = 5;
/** The share of the map that squares may cover, and the steps in which they grow and shrink to keep to it. */
const COVERED = 0.22;
const GROWTH = 1.25;

/** The index of a value's step, or -1 when there is no value. */
export function step(measure, value) {
  if (!Number.isFinite(value)) {
    return measure.none ? -1 : 0;
  }
  let i = measure.steps.length - 1;
  while (i > 0 && value < measure.steps[i]) {
    i--;
  }
  return i;
}

/** The colour of a step. */
export function colour(measure, index, dark) {
  const theme = dark ? "dark" : "light";
  return index < 0 ? measure.none[theme] : measure[theme][index];
}

/**
 * The side of a square whose area is in proportion to the viewers.
 *
 * @param reference how many viewers fill the largest square
 * @param largest its side in px
 */
export function side(viewers, reference, largest) {
  return Math.max(LEAST_SIDE, largest * Math.sqrt(Math.max(0, viewers) / reference));
}

/** The next of 10, 20, 50, 100, … that is not below the most viewers; it holds until it is four times too large. */
export function reference(most, before) {
  if (before >= most && before <= Math.max(10, 4 * most)) {
    return before;
  }
  for (let ten = 10; ; ten *= 10) {
    for (const factor of REFERENCES) {
      if (ten * factor >= most) {
        return ten * factor;
      }
    }
  }
}

/**
 * The side of the largest square, in px: as large as the map allows, smaller where many would hide each other.
 *
 * @param viewers how many the squares in view have together
 */
export function largest(width, height, viewers, reference) {
  const wanted = Math.min(120, Math.max(34, 0.062 * Math.min(width, 1.6 * height)));
  const allowed = Math.sqrt((COVERED * width * height * reference) / Math.max(1, viewers));
  return allowed >= wanted ? wanted : Math.max(16, wanted / GROWTH ** Math.ceil(Math.log(wanted / allowed) / Math.log(GROWTH)));
}
