/**
 * The one store of the viewer. Its state is the address of the page: what the fragment says is what
 * is shown, and every change is written back, so a copied address is a share link. Format 1:
 *
 *     #v=1&s=SCENARIO&l=LAYER&m=value|diff&t=HH:mm&c=lon,lat,zoom,bearing,pitch&th=light|dark
 *      &st=STYLE&lang=en|sl&o=overlay,overlay&sel=table:index&at=lon,lat&ch=CHANGES&city=VERSION
 *
 * `sel` holds a dense index, which means something in one city version only; with another version
 * the selection is dropped. Unknown keys are ignored, so an older page can read a newer link.
 */
export interface Camera {
  lng: number;
  lat: number;
  zoom: number;
  bearing: number;
  pitch: number;
}

export type Table = 'links' | 'bins' | 'cells' | 'sensors' | 'sides';

export interface Selection {
  table: Table;
  index: number;
}

export interface State {
  scenario: string;
  layer: string;
  mode: 'value' | 'diff';
  /** Local start of the step shown, HH:mm. */
  time: string;
  camera: Camera | null;
  theme: 'light' | 'dark';
  lang: 'en' | 'sl';
  /** Ramp of the layer where it offers several; empty = the layer's default. */
  style: string;
  overlays: string[];
  selection: Selection | null;
  /** Changes drawn on the page and answered by an estimate, as drawing.ts packs them. */
  changes: string;
  /** The place whose causes are shown; null = where the map is highest. */
  place: [number, number] | null;
  /** City version that the link was made with. */
  city: string;
}

export const FORMAT = 1;
export const NO_LAYER = 'none';

export const INITIAL: State = {
  scenario: 'base',
  layer: 'traffic_volume',
  mode: 'value',
  time: '08:00',
  camera: null,
  theme: 'light',
  lang: 'en',
  style: '',
  overlays: ['districts'],
  selection: null,
  changes: '',
  place: null,
  city: '',
};

export function encode(s: State): string {
  const parts = [`v=${FORMAT}`, `s=${encodeURIComponent(s.scenario)}`, `l=${s.layer}`];
  parts.push(`m=${s.mode}`, `t=${s.time}`);
  if (s.camera) {
    const c = s.camera;
    const numbers = [
      c.lng.toFixed(5),
      c.lat.toFixed(5),
      round(c.zoom),
      round(c.bearing),
      round(c.pitch),
    ];
    parts.push(`c=${numbers.join(',')}`);
  }
  parts.push(`th=${s.theme}`, `lang=${s.lang}`, `o=${s.overlays.join(',')}`);
  if (s.style) parts.push(`st=${s.style}`);
  if (s.selection) parts.push(`sel=${s.selection.table}:${s.selection.index}`);
  if (s.changes) parts.push(`ch=${encodeURIComponent(s.changes)}`);
  if (s.place) parts.push(`at=${s.place.map((x) => x.toFixed(5)).join()}`);
  if (s.city) parts.push(`city=${s.city}`);
  return '#' + parts.join('&');
}

export function decode(hash: string, fallback: State): State {
  const p = new URLSearchParams(hash.replace(/^#/, ''));
  if (!p.has('v')) return { ...fallback };
  const word = (key: string, pattern: RegExp): string | undefined => {
    const value = p.get(key);
    return value !== null && pattern.test(value) ? value : undefined;
  };
  const overlays = word('o', /^[a-z_,]*$/);
  const selection = /^(links|bins|cells|sensors):(\d{1,9})$/.exec(p.get('sel') ?? '');
  return {
    scenario: word('s', /^[\w.-]{1,200}$/) ?? fallback.scenario,
    layer: word('l', /^[a-z0-9_]{1,60}$/) ?? fallback.layer,
    mode: word('m', /^(value|diff)$/) === 'diff' ? 'diff' : 'value',
    time: word('t', /^([01]\d|2[0-3]):[0-5]\d$/) ?? fallback.time,
    camera: camera(p.get('c')) ?? fallback.camera,
    theme: (word('th', /^(light|dark)$/) as State['theme'] | undefined) ?? fallback.theme,
    lang: (word('lang', /^(en|sl)$/) as State['lang'] | undefined) ?? fallback.lang,
    style: word('st', /^[a-z0-9_-]{1,40}$/) ?? fallback.style,
    overlays: overlays === undefined ? fallback.overlays : overlays.split(',').filter(Boolean),
    selection: selection
      ? { table: selection[1] as Table, index: Number(selection[2]) }
      : fallback.selection,
    changes: word('ch', /^\[.{2,4000}\]$/) ?? '',
    place: place(p.get('at')),
    city: word('city', /^[\w.:-]{1,80}$/) ?? '',
  };
}

function place(text: string | null): State['place'] {
  const [lon, lat] = (text ?? '').split(',').map(Number);
  const fits = text && Math.abs(lon!) <= 180 && Math.abs(lat ?? 99) <= 85;
  return fits ? [lon!, lat!] : null;
}

function camera(text: string | null): Camera | undefined {
  const n = (text ?? '').split(',').map(Number);
  if (n.length !== 5 || n.some((x) => !Number.isFinite(x))) return undefined;
  const [lng = 0, lat = 0, zoom = 0, bearing = 0, pitch = 0] = n;
  const fits = Math.abs(lng) <= 180 && Math.abs(lat) <= 85 && zoom >= 0 && zoom <= 24;
  return fits ? { lng, lat, zoom, bearing, pitch: Math.min(60, Math.max(0, pitch)) } : undefined;
}

function round(x: number): string {
  return String(Math.round(x * 100) / 100);
}

type Listener = (state: State, before: State) => void;

/** Holds the state, tells listeners of changes, writes the address at most every 200 ms. */
export class Store {
  private listeners: { keys: (keyof State)[]; call: Listener }[] = [];
  private timer = 0;

  constructor(private state: State) {}

  get(): State {
    return this.state;
  }

  set(patch: Partial<State>): void {
    const before = this.state;
    this.state = { ...before, ...patch };
    for (const { keys, call } of this.listeners) {
      if (keys.some((k) => before[k] !== this.state[k])) call(this.state, before);
    }
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.writeAddress(), 200);
  }

  /** Calls the listeners of a key whose value stays, but no longer means the same. */
  announce(key: keyof State): void {
    for (const { keys, call } of this.listeners) {
      if (keys.includes(key)) call(this.state, this.state);
    }
  }

  on(keys: (keyof State)[], call: Listener): void {
    this.listeners.push({ keys, call });
  }

  /** The share link of what is on the screen now. */
  link(): string {
    this.writeAddress();
    return window.location.href;
  }

  private writeAddress(): void {
    window.clearTimeout(this.timer);
    const hash = encode(this.state);
    if (hash !== window.location.hash) window.history.replaceState(null, '', hash);
  }
}
