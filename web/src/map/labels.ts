/**
 * One label point for each area, so tiles never repeat a name: the centroid of its largest polygon
 * where that lies well inside, else the place farthest from every edge. What surrounds a town has its
 * centroid in the town's middle, where its name would be wrong.
 */
import { getJson } from '../api.ts';
import { served } from '../words.ts';

interface Areas {
  features: {
    properties: Record<string, unknown>;
    geometry: { type: string; coordinates: unknown } | null;
  }[];
}

type Point = [number, number];
type Ring = Point[];
type Polygon = Ring[];

/** Where the districts' names go. */
export async function districtLabels(): Promise<GeoJSON.FeatureCollection> {
  return labelPoints(await getJson<Areas>('ogc/collections/districts/items?limit=1000&f=json'));
}

export function labelPoints(areas: Areas): GeoJSON.FeatureCollection {
  const features: GeoJSON.Feature[] = [];
  for (const { properties, geometry } of areas.features) {
    const all = polygons(geometry).map((polygon) => ({ polygon, ...centroid(polygon[0] ?? []) }));
    const largest = all.sort((a, b) => b.area - a.area)[0];
    if (!largest?.area) continue;
    const name = served(String(properties['name'] ?? ''));
    features.push({
      type: 'Feature',
      properties: { name, population: properties['population'] ?? 0 },
      geometry: { type: 'Point', coordinates: inside(largest.polygon, largest.at) },
    });
  }
  return { type: 'FeatureCollection', features };
}

function polygons(geometry: Areas['features'][number]['geometry']): Polygon[] {
  if (geometry?.type === 'Polygon') return [geometry.coordinates as Polygon];
  return geometry?.type === 'MultiPolygon' ? (geometry.coordinates as Polygon[]) : [];
}

function centroid(ring: Ring): { area: number; at: Point } {
  const [ox, oy] = ring[0] ?? [0, 0];
  let [area, x, y] = [0, 0, 0];
  for (let i = 0; i + 1 < ring.length; i++) {
    const [x0, y0] = [ring[i]![0] - ox, ring[i]![1] - oy];
    const [x1, y1] = [ring[i + 1]![0] - ox, ring[i + 1]![1] - oy];
    const cross = x0 * y1 - x1 * y0;
    area += cross / 2;
    x += ((x0 + x1) * cross) / 6;
    y += ((y0 + y1) * cross) / 6;
  }
  return { area: Math.abs(area), at: area ? [ox + x / area, oy + y / area] : [ox, oy] };
}

/** Cells along each side of the grid that is searched, and how often it is drawn closer. */
const CELLS = 24;
const ROUNDS = 3;

/** The centroid, or the place with most room around it where that has much more. */
function inside(polygon: Polygon, center: Point): Point {
  const ring = polygon[0]!;
  const k = Math.cos((center[1] * Math.PI) / 180);
  const [xs, ys] = [ring.map((p) => p[0]), ring.map((p) => p[1])];
  let [west, east] = [Math.min(...xs), Math.max(...xs)];
  let [south, north] = [Math.min(...ys), Math.max(...ys)];
  let best = center;
  let most = room(polygon, center, k);
  const enough = 2 * Math.max(0, most);
  for (let round = 0; round < ROUNDS; round++) {
    const [dx, dy] = [(east - west) / CELLS, (north - south) / CELLS];
    for (let i = 0; i < CELLS * CELLS; i++) {
      const p: Point = [
        west + ((i % CELLS) + 0.5) * dx,
        south + (Math.floor(i / CELLS) + 0.5) * dy,
      ];
      const r = room(polygon, p, k);
      if (r > most) [best, most] = [p, r];
    }
    [west, east] = [best[0] - dx, best[0] + dx];
    [south, north] = [best[1] - dy, best[1] + dy];
  }
  return most > enough ? best : center;
}

/** Distance to the nearest edge, negative outside; a degree of longitude counts k degrees. */
function room(polygon: Polygon, [px, py]: Point, k: number): number {
  let isInside = false;
  let least = Infinity;
  for (const ring of polygon) {
    for (let i = 0; i + 1 < ring.length; i++) {
      const [ax, ay] = ring[i]!;
      const [bx, by] = ring[i + 1]!;
      if (ay > py !== by > py && px < ((bx - ax) * (py - ay)) / (by - ay) + ax)
        isInside = !isInside;
      const [vx, vy, wx, wy] = [(bx - ax) * k, by - ay, (px - ax) * k, py - ay];
      const at = Math.max(0, Math.min(1, (vx * wx + vy * wy) / (vx * vx + vy * vy || 1)));
      least = Math.min(least, Math.hypot(wx - at * vx, wy - at * vy));
    }
  }
  return isInside ? least : -least;
}
