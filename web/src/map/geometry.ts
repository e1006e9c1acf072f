/**
 * Geometry of links, bins and sensors, fetched once and drawn by the value layers. Positions are
 * kept in a local square system: Web Mercator (0…1) relative to the middle of the data, times
 * `UNITS`, y down, so that 32-bit floats on the GPU are exact to well below a millimetre.
 */
export const UNITS = 2 ** 20;

export interface Geometry {
  count: number;
  /** Vertices of element i: first[i] … first[i + 1]. */
  first: Uint32Array;
  /** x, y of each vertex, local units. */
  xy: Float32Array;
  /** Road class, fraction or kind of each element. */
  kind: Uint8Array;
  origin: Origin;
}

export interface Origin {
  x: number;
  y: number;
}

export function mercator(lng: number, lat: number): [number, number] {
  const s = Math.sin((lat * Math.PI) / 180);
  return [lng / 360 + 0.5, 0.5 - Math.log((1 + s) / (1 - s)) / (4 * Math.PI)];
}

export function unmercator(x: number, y: number): [number, number] {
  const lat = (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI;
  return [(x - 0.5) * 360, lat];
}

export function originAt(center: [number, number]): Origin {
  const [x, y] = mercator(center[0], center[1]);
  return { x, y };
}

export function toLocal(origin: Origin, lng: number, lat: number): [number, number] {
  const [x, y] = mercator(lng, lat);
  return [(x - origin.x) * UNITS, (y - origin.y) * UNITS];
}

export function toLngLat(origin: Origin, x: number, y: number): [number, number] {
  return unmercator(origin.x + x / UNITS, origin.y + y / UNITS);
}

/** Reads the binary of `/api/v1/geometry/…` (src/docs/api.md). */
export function readGeometry(bytes: ArrayBuffer, origin: Origin): Geometry {
  const head = new DataView(bytes);
  const count = head.getUint32(0, true);
  const vertices = head.getUint32(4, true);
  const size = 8 + 4 * (count + 1) + 8 * vertices + count;
  if (bytes.byteLength !== size) {
    throw new Error(`geometry has ${bytes.byteLength} bytes where ${size} are expected`);
  }
  const first = new Uint32Array(bytes, 8, count + 1);
  const lon = new Int32Array(bytes, 8 + 4 * (count + 1), vertices);
  const lat = new Int32Array(bytes, 8 + 4 * (count + 1) + 4 * vertices, vertices);
  const kind = new Uint8Array(bytes, size - count, count);
  const xy = new Float32Array(2 * vertices);
  for (let v = 0; v < vertices; v++) {
    const [x, y] = toLocal(origin, lon[v]! / 1e7, lat[v]! / 1e7);
    xy[2 * v] = x;
    xy[2 * v + 1] = y;
  }
  return { count, first, xy, kind, origin };
}

/** 1 where another link runs the other way between the same two ends: drawn on the right side. */
export function findTwins(g: Geometry): Uint8Array {
  const ends = new Map<string, number>();
  const key = (a: number, b: number) =>
    `${g.xy[2 * a]},${g.xy[2 * a + 1]},${g.xy[2 * b]},${g.xy[2 * b + 1]}`;
  const twin = new Uint8Array(g.count);
  for (let i = 0; i < g.count; i++) ends.set(key(g.first[i]!, g.first[i + 1]! - 1), i);
  for (let i = 0; i < g.count; i++) {
    const other = ends.get(key(g.first[i + 1]! - 1, g.first[i]!));
    if (other !== undefined && other !== i) twin[i] = 1;
  }
  return twin;
}

/** The course of an element, degrees. */
export function lineString(g: Geometry, i: number): GeoJSON.LineString {
  const coordinates: [number, number][] = [];
  for (let v = g.first[i]!; v < g.first[i + 1]!; v++) {
    coordinates.push(toLngLat(g.origin, g.xy[2 * v]!, g.xy[2 * v + 1]!));
  }
  return { type: 'LineString', coordinates };
}

export function feature(geometry: GeoJSON.Geometry, properties = {}): GeoJSON.Feature {
  return { type: 'Feature', properties, geometry };
}

/** The link that runs the other way between the same two ends; −1 where there is none. */
export function oppositeOf(g: Geometry, i: number): number {
  const end = (v: number) => `${g.xy[2 * v]},${g.xy[2 * v + 1]}`;
  const from = end(g.first[i]!);
  const to = end(g.first[i + 1]! - 1);
  for (let k = 0; k < g.count; k++) {
    if (k !== i && end(g.first[k]!) === to && end(g.first[k + 1]! - 1) === from) return k;
  }
  return -1;
}

/** Length of each link in kilometres, on the sphere at the latitude of the data. */
export function lengthsKm(g: Geometry): Float32Array {
  const [, lat] = toLngLat(g.origin, 0, 0);
  const km = (40075.017 * Math.cos((lat * Math.PI) / 180)) / UNITS;
  const out = new Float32Array(g.count);
  for (let i = 0; i < g.count; i++) {
    let sum = 0;
    for (let v = g.first[i]!; v + 1 < g.first[i + 1]!; v++) {
      sum += Math.hypot(g.xy[2 * v + 2]! - g.xy[2 * v]!, g.xy[2 * v + 3]! - g.xy[2 * v + 1]!);
    }
    out[i] = sum * km;
  }
  return out;
}
