/**
 * Finds what lies under the pointer: a square grid over the segments (or points) of a geometry, in
 * compressed rows. Built once when the data arrives; a query looks at a few squares, so hovering
 * costs nothing per frame and needs no read-back from the GPU.
 */
import type { Geometry } from './geometry.ts';

export class PickIndex {
  private readonly minX: number;
  private readonly minY: number;
  private readonly cell: number;
  private readonly cols: number;
  private readonly rows: number;
  private readonly start: Uint32Array;
  private readonly items: Uint32Array;
  private readonly owner: Uint32Array;

  constructor(private readonly g: Geometry) {
    let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let v = 0; v < g.xy.length; v += 2) {
      minX = Math.min(minX, g.xy[v]!);
      maxX = Math.max(maxX, g.xy[v]!);
      minY = Math.min(minY, g.xy[v + 1]!);
      maxY = Math.max(maxY, g.xy[v + 1]!);
    }
    const vertices = g.xy.length / 2;
    const area = Math.max(1e-6, (maxX - minX) * (maxY - minY));
    this.cell = Math.max(Math.sqrt(area / Math.max(1, vertices / 2)), 1e-3);
    this.minX = vertices ? minX : 0;
    this.minY = vertices ? minY : 0;
    this.cols = vertices ? Math.floor((maxX - minX) / this.cell) + 1 : 1;
    this.rows = vertices ? Math.floor((maxY - minY) / this.cell) + 1 : 1;
    this.owner = new Uint32Array(vertices);
    this.start = new Uint32Array(this.cols * this.rows + 1);
    for (let i = 0; i < g.count; i++) this.owner.fill(i, g.first[i]!, g.first[i + 1]!);
    this.visit((square) => this.start[square + 1]!++);
    for (let i = 0; i < this.cols * this.rows; i++) this.start[i + 1]! += this.start[i]!;
    this.items = new Uint32Array(this.start[this.cols * this.rows]!);
    const at = this.start.slice();
    this.visit((square, vertex) => (this.items[at[square]!++] = vertex));
  }

  /** Nearest element within `radius` local units of a position, or −1. */
  find(x: number, y: number, radius: number): number {
    let best = radius;
    let found = -1;
    const c1 = this.column(x + radius);
    const r1 = this.row(y + radius);
    for (let r = this.row(y - radius); r <= r1; r++) {
      for (let c = this.column(x - radius); c <= c1; c++) {
        const square = r * this.cols + c;
        for (let k = this.start[square]!; k < this.start[square + 1]!; k++) {
          const vertex = this.items[k]!;
          const distance = this.distance(vertex, x, y, radius);
          if (distance < best) {
            best = distance;
            found = this.owner[vertex]!;
          }
        }
      }
    }
    return found;
  }

  /** Distance to the segment that starts at a vertex; the two directions of a street differ by side. */
  private distance(v: number, x: number, y: number, radius: number): number {
    const { xy } = this.g;
    const ax = xy[2 * v]!;
    const ay = xy[2 * v + 1]!;
    if (this.isPoint(v)) return Math.hypot(x - ax, y - ay);
    const dx = xy[2 * v + 2]! - ax;
    const dy = xy[2 * v + 3]! - ay;
    const length2 = dx * dx + dy * dy;
    const t = length2 ? Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length2)) : 0;
    const away = Math.hypot(x - ax - t * dx, y - ay - t * dy);
    const onRight = dx * (y - ay) - dy * (x - ax) >= 0;
    return onRight ? away : away + 0.02 * radius;
  }

  private isPoint(v: number): boolean {
    const i = this.owner[v]!;
    return this.g.first[i + 1]! - this.g.first[i]! === 1;
  }

  private column(x: number): number {
    return Math.min(this.cols - 1, Math.max(0, Math.floor((x - this.minX) / this.cell)));
  }

  private row(y: number): number {
    return Math.min(this.rows - 1, Math.max(0, Math.floor((y - this.minY) / this.cell)));
  }

  private visit(call: (square: number, vertex: number) => void): void {
    const { g } = this;
    for (let i = 0; i < g.count; i++) {
      const from = g.first[i]!;
      const to = g.first[i + 1]!;
      const last = to - from === 1 ? to : to - 1;
      for (let v = from; v < last; v++) {
        const w = Math.min(v + 1, to - 1);
        const c0 = this.column(Math.min(g.xy[2 * v]!, g.xy[2 * w]!));
        const c1 = this.column(Math.max(g.xy[2 * v]!, g.xy[2 * w]!));
        const r0 = this.row(Math.min(g.xy[2 * v + 1]!, g.xy[2 * w + 1]!));
        const r1 = this.row(Math.max(g.xy[2 * v + 1]!, g.xy[2 * w + 1]!));
        for (let r = r0; r <= r1; r++) {
          for (let c = c0; c <= c1; c++) call(r * this.cols + c, v);
        }
      }
    }
  }
}
