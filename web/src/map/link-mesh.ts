/**
 * The links as triangle strips, one for each link: two vertices (left and right) at every point of
 * its line, with the mitred normal there (shared by both segments, so a bent street has no gaps and
 * no overlaps) and the link it belongs to. Strips rather than an instance for each segment, because
 * software rasterisers spend most of their time on the start of an instance. Written once; a step
 * of the clock touches none of it.
 */
import type { Geometry } from './geometry.ts';

/** Bytes of a vertex: x, y (float32), normal (2 × int16), link and flags (uint32). */
export const STRIDE = 16;
/** Mitres are stored as int16 for −LIMIT … LIMIT; sharper bends are cut there. */
export const MITER_LIMIT = 2;
/** Above the link number (24 bits) and the road class (4 bits). */
const TWIN = 1 << 28;
const FIRST = 1 << 29;
const LAST = 1 << 30;
const RIGHT = 1 << 31;
/** Ends a strip: what WebGL2 takes as restart for 32-bit indices. */
export const RESTART = 0xffffffff;

/** Minor streets come first, so that what matters lies on top. */
export function buildLinkMesh(
  g: Geometry,
  twin: Uint8Array,
): { vertices: ArrayBuffer; indices: Uint32Array } {
  const points = g.xy.length / 2;
  const vertices = new ArrayBuffer(2 * points * STRIDE);
  const f32 = new Float32Array(vertices);
  const i16 = new Int16Array(vertices);
  const u32 = new Uint32Array(vertices);
  const indices = new Uint32Array(2 * points + g.count);
  let vertex = 0;
  let at = 0;
  for (const link of byImportance(g)) {
    const from = g.first[link]!;
    const to = g.first[link + 1]!;
    const normals = miters(g.xy, from, to);
    for (let v = from; v < to; v++) {
      const end = (v === from ? FIRST : 0) | (v + 1 === to ? LAST : 0);
      const flags = link | (g.kind[link]! << 24) | (twin[link]! ? TWIN : 0) | end;
      for (const side of [0, RIGHT]) {
        const f = (vertex * STRIDE) / 4;
        f32[f] = g.xy[2 * v]!;
        f32[f + 1] = g.xy[2 * v + 1]!;
        for (let k = 0; k < 2; k++) {
          const normal = normals[2 * (v - from) + k]! / MITER_LIMIT;
          i16[2 * (f + 2) + k] = Math.round(normal * 32767);
        }
        u32[f + 3] = (flags | side) >>> 0;
        indices[at++] = vertex++;
      }
    }
    indices[at++] = RESTART;
  }
  return { vertices, indices };
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
