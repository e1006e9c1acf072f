/**
 * The links as instances of one quad: a row of 28 bytes for each segment, with both ends, the
 * mitred normals at both ends (shared by neighbours, so a bent street has no gaps and no overlaps)
 * and the link it belongs to. Written once; a step of the clock touches none of it.
 */
import type { Geometry } from './geometry.ts';

export const STRIDE = 28;
/** Mitres are stored as int16 for −LIMIT … LIMIT; sharper bends are cut there. */
export const MITER_LIMIT = 2;
/** Above the link number (24 bits) and the road class (4 bits). */
const TWIN = 1 << 28;
const FIRST = 1 << 29;
const LAST = 1 << 30;

/** Segments, minor streets first, so that what matters lies on top. */
export function buildLinkMesh(
  g: Geometry,
  twin: Uint8Array,
): { bytes: ArrayBuffer; count: number } {
  const count = g.xy.length / 2 - g.count;
  const bytes = new ArrayBuffer(count * STRIDE);
  const f32 = new Float32Array(bytes);
  const i16 = new Int16Array(bytes);
  const u32 = new Uint32Array(bytes);
  let at = 0;
  for (const link of byImportance(g)) {
    const from = g.first[link]!;
    const to = g.first[link + 1]!;
    const normals = miters(g.xy, from, to);
    for (let v = from; v + 1 < to; v++) {
      const f = (at * STRIDE) / 4;
      f32[f] = g.xy[2 * v]!;
      f32[f + 1] = g.xy[2 * v + 1]!;
      f32[f + 2] = g.xy[2 * v + 2]!;
      f32[f + 3] = g.xy[2 * v + 3]!;
      for (let k = 0; k < 4; k++) {
        i16[2 * (f + 4) + k] = Math.round((normals[2 * (v - from) + k]! / MITER_LIMIT) * 32767);
      }
      const ends = (v === from ? FIRST : 0) | (v + 2 === to ? LAST : 0);
      u32[f + 6] = (link | (g.kind[link]! << 24) | (twin[link]! ? TWIN : 0) | ends) >>> 0;
      at++;
    }
  }
  return { bytes, count };
}

function byImportance(g: Geometry): number[] {
  const buckets: number[][] = Array.from({ length: 16 }, () => []);
  for (let i = 0; i < g.count; i++) buckets[Math.min(15, g.kind[i]!)]!.push(i);
  return buckets.reverse().flat();
}

/** Right-hand normals at the vertices of a line (y down), lengthened so that width stays even. */
function miters(xy: Float32Array, from: number, to: number): Float32Array {
  const n = to - from;
  const out = new Float32Array(2 * n);
  let [px, py] = [0, 0];
  for (let i = 0; i < n; i++) {
    let [nx, ny] = [px, py];
    if (i + 1 < n) {
      const v = from + i;
      const dx = xy[2 * v + 2]! - xy[2 * v]!;
      const dy = xy[2 * v + 3]! - xy[2 * v + 1]!;
      const length = Math.hypot(dx, dy);
      if (length > 0) [nx, ny] = [-dy / length, dx / length];
    }
    if (i === 0) [px, py] = [nx, ny];
    const [sx, sy] = [px + nx, py + ny];
    const square = sx * sx + sy * sy;
    const scale = square > 1e-3 ? Math.min(2 / square, MITER_LIMIT / Math.sqrt(square)) : 0;
    out[2 * i] = scale ? sx * scale : nx;
    out[2 * i + 1] = scale ? sy * scale : ny;
    [px, py] = [nx, ny];
  }
  return out;
}
