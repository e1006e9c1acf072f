/**
 * The base map as a MapLibre style of our own: land, water, parks, buildings, rail, streets by
 * class with casings, names. `glyphs` is left out on purpose: MapLibre then draws letters with the
 * fonts of the machine, and no font file nor outside host is needed.
 */
import type {
  ExpressionSpecification,
  FilterSpecification,
  LayerSpecification,
  StyleSpecification,
} from 'maplibre-gl';
import { absolute } from '../api.ts';
import type { Session } from '../session.ts';
import { PALETTES, type Palette } from './palette.ts';
import { labels, zoomed } from './names.ts';
import { overlayLayers } from './overlays.ts';
import type { Theme } from './ramp.ts';

/** First base layer of each place where value layers go in: the air grid, then links and bins. */
export const ABOVE_GRID = 'street-casing';
export const ABOVE_LINKS = 'overlay-anchor';

const KIND: ExpressionSpecification = ['get', 'kind'];
const CLASS: ExpressionSpecification = ['get', 'road_class'];
const MAIN = ['motorway', 'trunk', 'primary', 'secondary', 'tertiary', 'ramp'];

/** What lies over the base: streets step back behind link values and under the air grid. */
export type Mood = 'plain' | 'links' | 'cells';

/** Deepest tiles of the server; closer in, MapLibre stretches them. */
const TILE_ZOOM = 16;

export function baseStyle(theme: Theme, session: Session, mood: Mood): StyleSpecification {
  const p = PALETTES[theme];
  const { layers, city } = session;
  const offered = new Set(layers.filter((l) => l.group === 'base').map((l) => l.id));
  const sources: StyleSpecification['sources'] = {};
  for (const id of ['district-labels', 'selected', 'caused', 'contours']) {
    sources[id] = { type: 'geojson', data: { type: 'FeatureCollection', features: [] } };
  }
  const all = [...ground(p), ...streets(p, mood), ...overlayLayers(p), ...labels(p)];
  const drawn = all.filter((layer) => {
    const source = 'source' in layer ? (layer.source as string) : null;
    if (source === null || source in sources) return true;
    if (!offered.has(source)) return false;
    // Asked of the host that gave us the page, whatever name the server knows itself by; the city
    // version in the address lets the browser keep tiles for ever.
    const tiles = [absolute(`tiles/${source}/{z}/{x}/{y}.mvt?v=${city.version}`)];
    sources[source] = { type: 'vector', tiles, maxzoom: TILE_ZOOM, bounds: city.bounds };
    return true;
  });
  return { version: 8, sources, layers: drawn };
}

function fill(
  id: string,
  source: string,
  color: ExpressionSpecification | string,
  more: { filter?: FilterSpecification; minzoom?: number; outline?: string } = {},
): LayerSpecification {
  const paint: Record<string, unknown> = { 'fill-color': color };
  if (more.outline) paint['fill-outline-color'] = more.outline;
  return {
    id,
    type: 'fill',
    source,
    'source-layer': source,
    ...(more.filter ? { filter: more.filter } : {}),
    ...(more.minzoom ? { minzoom: more.minzoom } : {}),
    paint,
  } as LayerSpecification;
}

function ground(p: Palette): LayerSpecification[] {
  const use: ExpressionSpecification = [
    'match',
    KIND,
    ['industrial', 'rail'],
    p.industry,
    'field',
    p.field,
    'park',
    p.park,
    'forest',
    p.forest,
    'water',
    p.water,
    p.built,
  ];
  return [
    { id: 'land', type: 'background', paint: { 'background-color': p.land } },
    fill('use', 'land_use', use),
    fill('parks', 'parks', ['match', KIND, 'forest', p.forest, p.park]),
    fill('water', 'water', p.water, { outline: p.waterEdge }),
    {
      id: 'streams',
      type: 'line',
      source: 'streams',
      'source-layer': 'streams',
      paint: { 'line-color': p.water, 'line-width': zoomed([11, 0.6], [14, 1.6], [17, 5]) },
    },
    fill('buildings', 'buildings', p.building, { minzoom: 13, outline: p.buildingEdge }),
    {
      id: 'rail',
      type: 'line',
      source: 'railways',
      'source-layer': 'railways',
      paint: { 'line-color': p.rail, 'line-width': zoomed([10, 0.8], [14, 1.6], [17, 4]) },
    },
    {
      id: 'rail-ties',
      type: 'line',
      source: 'railways',
      'source-layer': 'railways',
      minzoom: 13,
      paint: {
        'line-color': p.land,
        'line-width': zoomed([13, 0.6], [17, 2.2]),
        'line-dasharray': [5, 5],
      },
    },
  ];
}

/** Width by class at zooms 11, 14 and 17; the order is that of `Schema.ROAD_CLASSES`. */
const WIDTHS: Record<string, [number, number, number]> = {
  motorway: [1.8, 5, 18],
  trunk: [1.6, 4.6, 17],
  primary: [1.4, 4.2, 16],
  secondary: [1.1, 3.5, 14],
  tertiary: [0.8, 2.8, 12],
  ramp: [0.8, 2.4, 9],
  residential: [0.35, 1.7, 9],
  living_street: [0.3, 1.4, 8],
  service: [0.2, 0.9, 6],
  pedestrian: [0.2, 0.9, 6],
};

function byClass(extra: number): ExpressionSpecification {
  const at = (k: 0 | 1 | 2): unknown => [
    'match',
    CLASS,
    ...Object.entries(WIDTHS).flatMap(([name, w]) => [name, w[k] + extra * (k === 0 ? 0.5 : 1)]),
    1,
  ];
  return [
    'interpolate',
    ['exponential', 1.5],
    ['zoom'],
    11,
    at(0),
    14,
    at(1),
    17,
    at(2),
  ] as unknown as ExpressionSpecification;
}

function streets(p: Palette, mood: Mood): LayerSpecification[] {
  const quiet = mood !== 'plain';
  const ghost = mood === 'cells' ? p.veil : p.ghost;
  const round = { 'line-cap': 'round', 'line-join': 'round' } as const;
  const minor: FilterSpecification = ['!', ['in', CLASS, ['literal', MAIN]]];
  const major: FilterSpecification = ['in', CLASS, ['literal', MAIN]];
  const common = { type: 'line', source: 'streets', 'source-layer': 'streets' } as const;
  return [
    {
      ...common,
      id: ABOVE_GRID,
      layout: { ...round, visibility: quiet ? 'none' : 'visible' },
      minzoom: 12,
      paint: { 'line-color': p.casing, 'line-width': byClass(1.4) },
    },
    {
      ...common,
      id: 'street-minor',
      filter: minor,
      layout: round,
      minzoom: 12,
      paint: {
        'line-color': quiet ? ghost : ['match', CLASS, 'pedestrian', p.path, p.street],
        'line-width': byClass(0),
      },
    },
    {
      ...common,
      id: 'street-main',
      filter: major,
      layout: round,
      paint: { 'line-color': quiet ? ghost : p.main, 'line-width': byClass(0) },
    },
    {
      ...common,
      id: 'bridge-edge',
      filter: ['==', ['get', 'structure'], 'bridge'],
      minzoom: 13,
      layout: { visibility: quiet ? 'none' : 'visible' },
      paint: {
        'line-color': p.rail,
        'line-width': 1,
        'line-gap-width': byClass(1.5),
      },
    },
  ];
}
