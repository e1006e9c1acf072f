/** Names on the base map: streets along their line, rivers, places, districts above all. */
import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import type { Palette } from './palette.ts';

/** The first name tells MapLibre the weight; no machine has it, so the system font is drawn. */
const FONT = ['system-ui', 'sans-serif'];
const FONT_STRONG = ['Emona Medium', 'system-ui', 'sans-serif'];
const FONT_ITALIC = ['Emona Italic', 'system-ui', 'sans-serif'];

const KIND: ExpressionSpecification = ['get', 'kind'];
const CLASS: ExpressionSpecification = ['get', 'road_class'];

export function labels(p: Palette): LayerSpecification[] {
  const halo = { 'text-halo-color': p.halo, 'text-halo-width': 1.4, 'text-halo-blur': 0.4 };
  const street = (id: string, classes: string[], minzoom: number): LayerSpecification => ({
    id,
    type: 'symbol',
    source: 'streets',
    'source-layer': 'streets',
    minzoom,
    filter: ['all', ['in', CLASS, ['literal', classes]], ['!=', ['get', 'name'], '']],
    layout: {
      'symbol-placement': 'line',
      'symbol-spacing': 420,
      'text-field': ['get', 'name'],
      'text-font': FONT,
      'text-size': zoomed([13, 10.5], [17, 13.5]),
      'text-max-angle': 28,
      'text-padding': 12,
      'text-letter-spacing': 0.02,
    },
    paint: { 'text-color': p.label, ...halo },
  });
  return [
    street('name-minor', ['residential', 'living_street', 'pedestrian'], 15.5),
    street('name-tertiary', ['tertiary'], 14.2),
    street('name-main', ['motorway', 'trunk', 'primary', 'secondary'], 13),
    {
      id: 'name-water',
      type: 'symbol',
      source: 'streams',
      'source-layer': 'streams',
      filter: ['!=', ['get', 'name'], ''],
      minzoom: 13,
      layout: {
        'symbol-placement': 'line',
        'text-field': ['get', 'name'],
        'text-font': FONT_ITALIC,
        'text-size': 12,
        'text-letter-spacing': 0.08,
      },
      paint: { 'text-color': p.waterLabel, ...halo },
    },
    {
      id: 'name-place',
      type: 'symbol',
      source: 'places',
      'source-layer': 'places',
      minzoom: 14.5,
      filter: [
        'in',
        KIND,
        ['literal', ['town_hall', 'castle', 'station', 'university', 'hospital', 'stadium']],
      ],
      layout: {
        'text-field': ['get', 'name'],
        'text-font': FONT_ITALIC,
        'text-size': 11.5,
        'text-max-width': 7,
      },
      paint: { 'text-color': p.label, ...halo },
    },
    {
      id: 'name-district',
      type: 'symbol',
      source: 'district-labels',
      maxzoom: 16.5,
      layout: {
        'text-field': ['get', 'name'],
        'text-font': FONT_STRONG,
        'text-size': zoomed([10, 10.5], [13, 13], [16, 17]),
        'text-letter-spacing': 0.06,
        'text-max-width': 7,
        'symbol-sort-key': ['-', ['to-number', ['get', 'population']]],
      },
      paint: { 'text-color': p.strong, ...halo, 'text-halo-width': 1.8 },
    },
  ];
}

export function zoomed(...stops: [number, number][]): ExpressionSpecification {
  return ['interpolate', ['linear'], ['zoom'], ...stops.flat()] as ExpressionSpecification;
}
