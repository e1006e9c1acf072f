/**
 * The map: MapLibre with our base style, the three kinds of value layers, picking and the mark of
 * the selection. Knows nothing of runs or panels.
 */
import { Map as MapLibre, setWorkerUrl, type GeoJSONSource } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import type { FrameInfo } from '../api.ts';
import type { Session } from '../session.ts';
import type { Camera, Selection, Table } from '../state.ts';
import { t } from '../words.ts';
import { ABOVE_GRID, ABOVE_LINKS, baseStyle, type Mood } from './basemap.ts';
import { cameraOf, pixelUnits } from './camera.ts';
import { addControls } from './controls.ts';
import { feature, lineString, toLngLat, toLocal } from './geometry.ts';
import { GridLayer } from './grid-layer.ts';
import type { Box } from './home.ts';
import { districtLabels } from './labels.ts';
import { LinkLayer } from './link-layer.ts';
import { OVERLAYS } from './overlays.ts';
import { PALETTES } from './palette.ts';
import { PointLayer } from './point-layer.ts';
import type { Theme } from './ramp.ts';
import type { Shape, Shapes } from './shapes.ts';

setWorkerUrl(workerUrl);

export type ValueLayer = LinkLayer | GridLayer | PointLayer;

/** Reach of the pointer, CSS pixels. */
const REACH = 9;

export class MapView {
  readonly map: MapLibre;
  readonly ready: Promise<void>;
  private readonly origin;
  private layers = new Map<Table, ValueLayer>();
  readonly shapes: Shapes;
  private current = new Map<Table, Shape>();
  private mood: Mood = 'links';
  private isPointing = false;

  constructor(
    container: HTMLElement,
    private readonly session: Session,
    home: Box,
  ) {
    const { city, store } = session;
    const { theme, camera } = store.get();
    this.shapes = session.shapes;
    this.origin = this.shapes.origin;
    this.map = new MapLibre({
      container,
      style: baseStyle(theme, session, this.mood),
      ...(camera
        ? { center: [camera.lng, camera.lat] as [number, number], ...pick(camera) }
        : { bounds: home }),
      maxZoom: 19,
      minZoom: 8,
      maxPitch: 60,
      attributionControl: false,
      fadeDuration: 0,
      dragRotate: true,
      locale: {
        'Map.Title': t('map.name', { city: city.name }),
        'NavigationControl.ZoomIn': t('map.zoomIn'),
        'NavigationControl.ZoomOut': t('map.zoomOut'),
        'NavigationControl.ResetBearing': t('map.north'),
      },
    });
    addControls(this.map, city);
    this.ready = new Promise((resolve) => this.map.once('style.load', () => resolve()));
    void this.ready.then(() => this.started());
  }

  private started(): void {
    this.setOverlays(this.session.store.get().overlays);
    districtLabels()
      .then((points) => this.source('district-labels').setData(points))
      .catch((error: unknown) => console.warn('district names', error));
  }

  private source = (id: string) => this.map.getSource(id) as GeoJSONSource;

  /** Fetches what a kind of values needs and brings its layer on the map in line with the run. */
  async prepare(table: Table, run: string, grid: FrameInfo['grid']): Promise<() => void> {
    const shape = table === 'cells' ? null : await this.shapes.of(table, run);
    await this.ready;
    return () => {
      if (shape) this.current.set(table, shape);
      const layer = this.layers.get(table) ?? this.create(table);
      if (layer instanceof GridLayer) {
        if (grid) layer.setGrid(grid);
      } else {
        layer.setGeometry(shape!.geometry);
      }
    };
  }

  private create(table: Table): ValueLayer {
    const lines = table === 'links' || table === 'sides';
    const make = table === 'cells' ? GridLayer : lines ? LinkLayer : PointLayer;
    const layer = new make(`values-${table}`, this.origin);
    this.layers.set(table, layer);
    this.map.addLayer(layer, table === 'cells' ? ABOVE_GRID : ABOVE_LINKS);
    return layer;
  }

  valueLayer(table: Table): ValueLayer | undefined {
    return this.layers.get(table);
  }

  showOnly(table: Table | null): void {
    for (const [name, layer] of this.layers) layer.visible = name === table;
    const under = table === 'sides' ? 'links' : table;
    this.setMood(under === 'links' || under === 'cells' ? under : 'plain');
    const rim = PALETTES[this.session.store.get().theme].binRim;
    const bins = this.layers.get('bins');
    if (bins instanceof PointLayer) Object.assign(bins, { rim, alertFrom: 90 });
    const sensors = this.layers.get('sensors');
    if (sensors instanceof PointLayer) Object.assign(sensors, { rim, size: 2.4, unknown: 0 });
    this.map.triggerRepaint();
  }

  private setMood(mood: Mood): void {
    if (mood === this.mood) return;
    this.mood = mood;
    void this.ready.then(() => this.restyle(this.session.store.get().theme));
  }

  /** Recolours the base map in place: tiles, value layers and camera stay as they are. */
  restyle(theme: Theme): void {
    for (const layer of baseStyle(theme, this.session, this.mood).layers) {
      if (!this.map.getLayer(layer.id)) continue;
      for (const [name, value] of Object.entries(layer.paint ?? {})) {
        this.map.setPaintProperty(layer.id, name as never, value as never);
      }
      const visibility = layer.layout?.visibility;
      if (visibility && !layer.id.startsWith('overlay-')) {
        this.map.setLayoutProperty(layer.id, 'visibility', visibility);
      }
    }
  }

  setOverlays(wanted: string[]): void {
    for (const id of OVERLAYS) {
      const layer = `overlay-${id}`;
      if (!this.map.getLayer(layer)) continue;
      this.map.setLayoutProperty(layer, 'visibility', wanted.includes(id) ? 'visible' : 'none');
    }
  }

  /** The element of a table under a position, or null. */
  pick(table: Table, lng: number, lat: number): Selection | null {
    if (table === 'cells') {
      const layer = this.layers.get('cells') as GridLayer | undefined;
      const index = layer?.find(lng, lat) ?? -1;
      return index < 0 ? null : { table, index };
    }
    const drawn = this.current.get(table);
    if (!drawn) return null;
    const [x, y] = toLocal(this.origin, lng, lat);
    const index = drawn.index.find(x, y, REACH * pixelUnits(this.map.getZoom()));
    return index < 0 ? null : { table, index };
  }

  /** The sensor under a point of the screen, where sensors are shown; −1 where there is none. */
  sensorAt(x: number, y: number): number {
    if (!this.map.getLayer('overlay-sensors')) return -1;
    const box: [[number, number], [number, number]] = [
      [x - 4, y - 4],
      [x + 4, y + 4],
    ];
    const found = this.map.queryRenderedFeatures(box, { layers: ['overlay-sensors'] })[0];
    return found?.id === undefined ? -1 : Number(found.id);
  }

  /** Middle of a cell of the grid, degrees. */
  cellCenter(index: number): [number, number] | null {
    return (this.layers.get('cells') as GridLayer | undefined)?.center(index) ?? null;
  }

  async setContours(areas: GeoJSON.FeatureCollection): Promise<void> {
    await this.ready;
    this.source('contours').setData(areas);
  }

  /** Points out streets on the map, the wider the larger their share (0 … 1); none = no longer. */
  async pointOut(shares: Map<number, number>): Promise<void> {
    await this.ready;
    if (!shares.size && !this.isPointing) return;
    this.isPointing = shares.size > 0;
    const { geometry } = await this.shapes.of('links', this.session.currentRun());
    const features = [...shares].map(([i, share]) => feature(lineString(geometry, i), { share }));
    this.source('caused').setData({ type: 'FeatureCollection', features });
  }

  /** Marks the selected element. */
  async mark(selection: Selection | null): Promise<void> {
    await this.ready;
    const features = selection ? [await this.outline(selection)] : [];
    this.source('selected').setData({
      type: 'FeatureCollection',
      features: features.filter((f) => f !== null),
    });
  }

  private async outline(selection: Selection): Promise<GeoJSON.Feature | null> {
    const { table, index } = selection;
    if (table === 'cells') {
      const grid = this.layers.get('cells') as GridLayer | undefined;
      return grid ? feature({ type: 'LineString', coordinates: grid.ring(index) }) : null;
    }
    const run = this.session.currentRun();
    const { geometry } = this.current.get(table) ?? (await this.shapes.of(table, run));
    if (index >= geometry.count) return null;
    const line = lineString(geometry, index);
    if (table === 'links') return feature(line, { gap: 9, offset: 4 });
    return feature({ type: 'Point', coordinates: line.coordinates[0]! });
  }

  /** Whether a position in local units is on the screen now. */
  insideView(): (x: number, y: number) => boolean {
    const bounds = this.map.getBounds();
    return (x, y) => bounds.contains(toLngLat(this.origin, x, y));
  }

  /** Brings an element to the middle, where it is not in view comfortably. */
  async center(selection: Selection): Promise<void> {
    const feature = await this.outline(selection);
    const c = feature?.geometry as GeoJSON.LineString | GeoJSON.Point | undefined;
    if (!c) return;
    const at = c.type === 'Point' ? c.coordinates : c.coordinates[c.coordinates.length >> 1]!;
    const animate = !window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.map.easeTo({
      center: [at[0]!, at[1]!],
      zoom: Math.max(14.5, this.map.getZoom()),
      animate,
    });
  }

  camera(): Camera {
    return cameraOf(this.map);
  }
}

function pick(camera: Camera): { zoom: number; bearing: number; pitch: number } {
  return { zoom: camera.zoom, bearing: camera.bearing, pitch: camera.pitch };
}
