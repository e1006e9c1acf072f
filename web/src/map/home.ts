/** The first picture of a city: what it holds, and where it lies beside the legend. */
import { mercator, toLngLat, type Geometry } from './geometry.ts';

/** West, south, east, north in degrees. */
export type Box = [number, number, number, number];

const OUTER = 1 / 12;
/** Ends that reach no further than this many times the core are shown. */
const COMPACT = 2;

/**
 * The box that holds all but the outer twelfths of the links in each direction: the town rather
 * than the roads to its villages. In a direction without outskirts it is shown whole.
 */
export function homeBounds(g: Geometry): Box | null {
  if (g.count < 20) return null;
  const sorted = (axis: 0 | 1) =>
    Float32Array.from({ length: g.count }, (_, i) => g.xy[2 * g.first[i]! + axis]!).sort();
  const range = (all: Float32Array, cut: number): [number, number] => [
    all[Math.floor(g.count * cut)]!,
    all[Math.min(g.count - 1, Math.floor(g.count * (1 - cut)))]!,
  ];
  const seen = (all: Float32Array): [number, number] => {
    const [whole, core] = [range(all, 0), range(all, OUTER)];
    return whole[1] - whole[0] <= COMPACT * (core[1] - core[0]) ? whole : core;
  };
  const [x, y] = [seen(sorted(0)), seen(sorted(1))];
  const [west, north] = toLngLat(g.origin, x[0], y[0]);
  const [east, south] = toLngLat(g.origin, x[1], y[1]);
  return [west, south, east, north];
}

export interface Padding {
  top: number;
  right: number;
  bottom: number;
  left: number;
}

const MARGIN = 32;
/** What the legend takes at the left, and on a narrow screen at the bottom. */
const LEGEND = { wide: 420, narrow: 96 };

/** Room for the legend, as far as the city does not get smaller by it. */
export function homePadding(box: Box, width: number, height: number): Padding {
  const [x0, y0] = mercator(box[0], box[3]);
  const [x1, y1] = mercator(box[2], box[1]);
  const [w, h] = [width - 2 * MARGIN, height - 2 * MARGIN];
  const scale = Math.min(w / (x1 - x0), h / (y1 - y0));
  const spareX = Math.max(0, w - (x1 - x0) * scale);
  const spareY = Math.max(0, h - (y1 - y0) * scale);
  const isNarrow = width < 720;
  // In the middle the city begins half of the spare room from the margin.
  const covered = Math.max(0, LEGEND.wide - MARGIN - spareX / 2);
  return {
    top: MARGIN,
    right: MARGIN,
    bottom: MARGIN + (isNarrow ? Math.min(LEGEND.narrow, spareY) : 0),
    left: MARGIN + (isNarrow ? 0 : Math.min(2 * covered, spareX)),
  };
}
