/** One label point for each area: the centroid of its largest ring, so tiles never repeat a name. */
import { getJson } from '../api.ts';

interface Areas {
  features: {
    properties: Record<string, unknown>;
    geometry: { type: string; coordinates: unknown } | null;
  }[];
}

/** Where the districts' names go. */
export async function districtLabels(): Promise<GeoJSON.FeatureCollection> {
  return labelPoints(await getJson<Areas>('ogc/collections/districts/items?limit=1000&f=json'));
}

type Ring = [number, number][];

function labelPoints(areas: Areas): GeoJSON.FeatureCollection {
  const features: GeoJSON.Feature[] = [];
  for (const { properties, geometry } of areas.features) {
    const rings = outerRings(geometry);
    const largest = rings.map(centroid).sort((a, b) => b.area - a.area)[0];
    if (!largest) continue;
    features.push({
      type: 'Feature',
      properties: { name: properties['name'] ?? '', population: properties['population'] ?? 0 },
      geometry: { type: 'Point', coordinates: [largest.x, largest.y] },
    });
  }
  return { type: 'FeatureCollection', features };
}

function outerRings(geometry: Areas['features'][number]['geometry']): Ring[] {
  if (geometry?.type === 'Polygon') return [(geometry.coordinates as Ring[])[0] ?? []];
  if (geometry?.type === 'MultiPolygon') {
    return (geometry.coordinates as Ring[][]).map((polygon) => polygon[0] ?? []);
  }
  return [];
}

function centroid(ring: Ring): { area: number; x: number; y: number } {
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
  return area
    ? { area: Math.abs(area), x: ox + x / area, y: oy + y / area }
    : { area: 0, x: ox, y: oy };
}
