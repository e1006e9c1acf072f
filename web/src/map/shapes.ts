/**
 * Geometry of links and bins as a run saw them: a scenario may build streets or move bins, so each
 * run is asked for its own, and runs that changed nothing share one. Finds what lies under the
 * pointer, and which element of one run is the same thing in another.
 */
import { getBytes } from '../api.ts';
import type { Table } from '../state.ts';
import { readGeometry, type Geometry, type Origin } from './geometry.ts';
import { PickIndex } from './pick.ts';

export type Drawable = Exclude<Table, 'cells'>;

export interface Shape {
  bytes: Uint8Array;
  geometry: Geometry;
  index: PickIndex;
}

export class Shapes {
  private asked = new Map<string, Promise<Shape>>();
  private distinct: Shape[] = [];
  private pairs = new Map<Shape, Map<Shape, Int32Array>>();

  constructor(readonly origin: Origin) {}

  /** The geometry of a table in a run; in the city as stored where there is no run. */
  of(table: Drawable, run: string | null): Promise<Shape> {
    const name = table === 'sides' ? 'street_sides' : table;
    const path = `api/v1/geometry/${name}${run ? `?run=${run}` : ''}`;
    let shape = this.asked.get(path);
    if (!shape) {
      shape = getBytes(path).then((bytes) => this.share(new Uint8Array(bytes)));
      shape.catch(() => this.asked.delete(path));
      this.asked.set(path, shape);
    }
    return shape;
  }

  private share(bytes: Uint8Array<ArrayBuffer>): Shape {
    const known = this.distinct.find((shape) => same(shape.bytes, bytes));
    if (known) return known;
    const geometry = readGeometry(bytes.buffer, this.origin);
    const shape = { bytes, geometry, index: new PickIndex(geometry) };
    this.distinct.push(shape);
    return shape;
  }

  /** For each element of `a` the same element in `b`, −1 where `b` has none; null = all the same. */
  match(a: Shape, b: Shape): Int32Array | null {
    if (a === b) return null;
    const known = this.pairs.get(a)?.get(b);
    if (known) return known;
    const rows = new Map<string, number>();
    for (let i = 0; i < b.geometry.count; i++) rows.set(signature(b.geometry, i), i);
    const found = new Int32Array(a.geometry.count);
    for (let i = 0; i < found.length; i++) found[i] = rows.get(signature(a.geometry, i)) ?? -1;
    const row = this.pairs.get(a) ?? new Map<Shape, Int32Array>();
    this.pairs.set(a, row.set(b, found));
    return found;
  }
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Where an element runs and what it is; two elements of a table never share it. */
function signature(g: Geometry, i: number): string {
  const from = 2 * g.first[i]!;
  const to = 2 * g.first[i + 1]!;
  return `${g.kind[i]}:${g.xy.subarray(from, to).join()}`;
}
