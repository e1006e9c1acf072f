/** What a user may lay over the map besides values: district borders, sensors, bins, stops, depots. */
import type { LayerSpecification } from 'maplibre-gl';
import type { Palette } from './palette.ts';

/** Overlays in the order of the list; each is drawn where the city has the layer. */
export const OVERLAYS = [
  'districts',
  'contours',
  'sensors',
  'bins',
  'bus_stops',
  'depots',
] as const;

export function overlayLayers(p: Palette): LayerSpecification[] {
  const dot = (id: string, color: string, radius: [number, number]): LayerSpecification => ({
    id: `overlay-${id}`,
    type: 'circle',
    source: id,
    'source-layer': id,
    layout: { visibility: 'none' },
    paint: {
      'circle-color': color,
      'circle-radius': ['interpolate', ['linear'], ['zoom'], 11, radius[0], 16, radius[1]],
      'circle-stroke-color': p.halo,
      'circle-stroke-width': ['interpolate', ['linear'], ['zoom'], 11, 0.5, 16, 1.5],
    },
  });
  return [
    {
      id: 'overlay-districts',
      type: 'line',
      source: 'districts',
      'source-layer': 'districts',
      layout: { visibility: 'none', 'line-join': 'round' },
      paint: {
        'line-color': p.border,
        'line-width': ['interpolate', ['linear'], ['zoom'], 10, 0.7, 15, 1.6],
        'line-dasharray': [4, 2.5],
        'line-opacity': 0.8,
      },
    },
    {
      id: 'overlay-contours',
      type: 'line',
      source: 'contours',
      layout: { visibility: 'none', 'line-join': 'round' },
      paint: {
        'line-color': p.strong,
        'line-width': ['interpolate', ['linear'], ['zoom'], 10, 0.6, 15, 1.4],
        'line-opacity': 0.75,
      },
    },
    { id: 'overlay-anchor', type: 'background', layout: { visibility: 'none' } },
    {
      id: 'caused-streets',
      type: 'line',
      source: 'caused',
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: {
        'line-color': p.cause,
        'line-width': [
          'interpolate',
          ['linear'],
          ['zoom'],
          11,
          ['+', 1.2, ['*', 5, ['get', 'share']]],
          16,
          ['+', 3, ['*', 12, ['get', 'share']]],
        ],
        'line-opacity': 0.9,
      },
    },
    dot('bins', p.bin, [1.2, 4]),
    dot('bus_stops', p.stop, [1.8, 5]),
    dot('depots', p.bin, [4, 9]),
    dot('sensors', p.sensor, [3, 7]),
    {
      id: 'selected-fill',
      type: 'line',
      source: 'selected',
      filter: ['!=', ['geometry-type'], 'Point'],
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: {
        'line-color': p.accent,
        'line-width': ['interpolate', ['linear'], ['zoom'], 11, 2, 16, 3],
        'line-gap-width': ['coalesce', ['get', 'gap'], 0],
        'line-offset': ['coalesce', ['get', 'offset'], 0],
      },
    },
    {
      id: 'selected-point',
      type: 'circle',
      source: 'selected',
      filter: ['==', ['geometry-type'], 'Point'],
      paint: {
        'circle-color': 'rgba(0,0,0,0)',
        'circle-radius': ['interpolate', ['linear'], ['zoom'], 11, 5, 16, 10],
        'circle-stroke-color': p.accent,
        'circle-stroke-width': 2.5,
      },
    },
  ];
}
