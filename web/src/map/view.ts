/**
 * The map: MapLibre with our base style, the three kinds of value layers, picking and the mark of
 * the selection. Knows nothing of runs or panels.
 */
import {
  AttributionControl,
  Map as MapLibre,
  NavigationControl,
  ScaleControl,
  setWorkerUrl,
  type GeoJSONSource,
} from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import { absolute, api, getJson, type FrameInfo } from '../api.ts';
import type { Session } from '../session.ts';
import type { Camera, Selection, Table } from '../state.ts';
import { t } from '../words.ts';
import { ABOVE_GRID, ABOVE_LINKS, baseStyle } from './basemap.ts';
import { pixelUnits } from './camera.ts';
import { originAt, readGeometry, toLngLat, toLocal, type Geometry } from './geometry.ts';
import { GridLayer } from './grid-layer.ts';
import { labelPoints, type Areas } from './labels.ts';
import { LinkLayer } from './link-layer.ts';
import { OVERLAYS } from './overlays.ts';
import { PALETTES } from './palette.ts';
import { PickIndex } from './pick.ts';
import { PointLayer } from './point-layer.ts';
import type { Theme } from './ramp.ts';

setWorkerUrl(workerUrl);

export type ValueLayer = LinkLayer | GridLayer | PointLayer;

interface Drawn {
  geometry: Geometry;
  index: PickIndex;
}

/** Reach of the pointer, CSS pixels. */
const REACH = 9;

export class MapView {
  readonly map: MapLibre;
  readonly ready: Promise<void>;
  private readonly origin;
  private layers = new Map<Table, ValueLayer>();
  private drawn = new Map<string, Promise<Drawn>>();
  private known = new Map<string, Drawn>();
  private quiet = true;

  constructor(
    container: HTMLElement,
    private readonly session: Session,
  ) {
    const { city, store } = session;
    const { theme, camera } = store.get();
    this.origin = originAt(city.center);
    const [w, s, e, n] = city.bounds;
    this.map = new MapLibre({
      container,
      style: baseStyle(theme, session.layers, this.quiet),
      ...(camera
        ? { center: [camera.lng, camera.lat] as [number, number], ...pick(camera) }
        : {
            bounds: [w, s, e, n] as [number, number, number, number],
            fitBoundsOptions: { padding: 24 },
          }),
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
    this.map.addControl(new NavigationControl({ visualizePitch: true }), 'bottom-right');
    this.map.addControl(new ScaleControl({ unit: 'metric', maxWidth: 110 }), 'bottom-right');
    const attribution = [city.attribution, city.licence && `(${city.licence})`];
    this.map.addControl(
      new AttributionControl({
        compact: false,
        customAttribution: attribution.filter(Boolean).join(' '),
      }),
      'bottom-right',
    );
    this.ready = new Promise((resolve) => this.map.once('style.load', () => resolve()));
    void this.load('links');
    void this.ready.then(() => this.started());
  }

  private started(): void {
    this.setOverlays(this.session.store.get().overlays);
    const districts = this.session.layer('districts');
    if (!districts?.links.ogc) return;
    const path = `${districts.links.ogc.replace(/\/$/, '').split('?')[0]}/items?limit=1000&f=json`;
    getJson<Areas>(absolute(path))
      .then((areas) => this.source('district-labels').setData(labelPoints(areas)))
      .catch((error: unknown) => console.warn('district names', error));
  }

  private source(id: string): GeoJSONSource {
    return this.map.getSource(id) as GeoJSONSource;
  }

  /** Fetches what a kind of values needs and adds its layer to the map. */
  async prepare(table: Table, grid: FrameInfo['grid']): Promise<void> {
    await this.ready;
    if (table === 'cells') {
      let layer = this.layers.get('cells') as GridLayer | undefined;
      if (!layer) {
        layer = new GridLayer('values-cells', this.origin);
        this.layers.set('cells', layer);
        this.map.addLayer(layer, ABOVE_GRID);
      }
      if (grid) layer.setGrid(grid);
      return;
    }
    const { geometry } = await this.load(table);
    if (this.layers.has(table)) return;
    const layer =
      table === 'links'
        ? new LinkLayer('values-links', geometry)
        : new PointLayer('values-bins', geometry);
    this.layers.set(table, layer);
    this.map.addLayer(layer, ABOVE_LINKS);
  }

  /** Geometry and pick index of links or bins, fetched once. */
  load(table: 'links' | 'bins'): Promise<Drawn> {
    let drawn = this.drawn.get(table);
    if (!drawn) {
      drawn = api.geometry(table).then((bytes) => {
        const geometry = readGeometry(bytes, this.origin);
        const ready = { geometry, index: new PickIndex(geometry) };
        this.known.set(table, ready);
        return ready;
      });
      drawn.catch(() => this.drawn.delete(table));
      this.drawn.set(table, drawn);
    }
    return drawn;
  }

  valueLayer(table: Table): ValueLayer | undefined {
    return this.layers.get(table);
  }

  showOnly(table: Table | null): void {
    for (const [name, layer] of this.layers) layer.visible = name === table;
    this.setQuiet(table === 'links');
    const bins = this.layers.get('bins');
    if (bins instanceof PointLayer) {
      const p = PALETTES[this.session.store.get().theme];
      bins.rim = p.halo;
      bins.alertFrom = 90;
    }
    this.map.triggerRepaint();
  }

  private setQuiet(quiet: boolean): void {
    if (quiet === this.quiet) return;
    this.quiet = quiet;
    this.restyle(this.session.store.get().theme);
  }

  /** Recolours the base map in place: tiles, value layers and camera stay as they are. */
  restyle(theme: Theme): void {
    for (const layer of baseStyle(theme, this.session.layers, this.quiet).layers) {
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
    const drawn = this.known.get(table);
    if (!drawn) return null;
    const [x, y] = toLocal(this.origin, lng, lat);
    const index = drawn.index.find(x, y, REACH * pixelUnits(this.map.getZoom()));
    return index < 0 ? null : { table, index };
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
    const feature = (geometry: GeoJSON.Geometry, properties = {}): GeoJSON.Feature => ({
      type: 'Feature',
      properties,
      geometry,
    });
    if (table === 'cells') {
      const grid = this.layers.get('cells') as GridLayer | undefined;
      return grid ? feature({ type: 'LineString', coordinates: grid.ring(index) }) : null;
    }
    const { geometry } = await this.load(table);
    if (index >= geometry.count) return null;
    const points: [number, number][] = [];
    for (let v = geometry.first[index]!; v < geometry.first[index + 1]!; v++) {
      points.push(toLngLat(this.origin, geometry.xy[2 * v]!, geometry.xy[2 * v + 1]!));
    }
    if (table === 'bins') return feature({ type: 'Point', coordinates: points[0]! });
    return feature({ type: 'LineString', coordinates: points }, { gap: 9, offset: 4 });
  }

  camera(): Camera {
    const { lng, lat } = this.map.getCenter();
    return {
      lng,
      lat,
      zoom: this.map.getZoom(),
      bearing: this.map.getBearing(),
      pitch: this.map.getPitch(),
    };
  }
}

function pick(camera: Camera): { zoom: number; bearing: number; pitch: number } {
  return { zoom: camera.zoom, bearing: camera.bearing, pitch: camera.pitch };
}
