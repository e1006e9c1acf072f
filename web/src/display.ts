/**
 * Brings the value layer on the map in line with the state: which quantity, of which run, against
 * which base, at which step. Frames arrive asynchronously; an answer that comes after a newer wish
 * is dropped. Everything on the page that shows a value of the map asks here, so that hover, card,
 * legend and map can never disagree.
 */
import type { FrameInfo, LayerInfo } from './api.ts';
import { ask, isAsked, type Asked } from './asked.ts';
import { Frames, NODATA } from './frames.ts';
import type { MapView } from './map/view.ts';
import { PALETTES } from './map/palette.ts';
import { diffRamp, valueRamp, type Ramp, type Theme } from './map/ramp.ts';
import type { Session } from './session.ts';
import { NO_LAYER, type Table } from './state.ts';

export interface Shown {
  layer: LayerInfo;
  info: FrameInfo;
  ramp: Ramp;
  run: string;
  base: string | null;
  step: number;
  diff: boolean;
  table: Table;
  /** Set where something else than the stored run is shown. */
  guest: Guest['kind'] | null;
}

/** Values of links that take the place of the stored run's: an estimate, the users of a street. */
export interface Guest {
  kind: 'estimate' | 'flow' | 'asked';
  step: number;
  /** What it shows of a layer; null where it does not know the layer, and gives way. */
  view(layer: LayerInfo, theme: Theme, diff: LayerInfo | undefined): GuestView | null;
  leave(): void;
}

export interface GuestView {
  layer: LayerInfo;
  values: Float32Array;
  base: Float32Array | null;
  ramp: Ramp | null;
}

const tableOf = (element: string | null) => `${element ?? 'link'}s` as Table;
const FADE_MS = 200;
/** Nothing, not unknown, where a street does not exist. */
const ABSENT_IS_ZERO = /^(traffic_volume|emissions_\w+|waste_routes)$/;

export class Display {
  shown: Shown | null = null;
  /** Message key. */
  problem: string | null = null;
  readonly frames: Frames;
  private guest: Guest | null = null;
  asked: Asked | null = null;
  private wish = 0;
  private standing = false;
  private wanted: { run: string; info: FrameInfo }[] = [];
  private listeners: (() => void)[] = [];
  private calm = window.matchMedia('(prefers-reduced-motion: reduce)');

  constructor(
    private readonly session: Session,
    private readonly view: MapView,
    private readonly stepAt: (time: string) => number,
  ) {
    this.frames = session.frames;
    session.store.on(['scenario'], () => this.drop());
    session.store.on(
      ['scenario', 'layer', 'mode', 'time', 'theme', 'style', 'place'],
      () => void this.update(),
    );
  }

  onChange(call: () => void): void {
    this.listeners.push(call);
  }

  /** Shows a guest in place of the run; one of another kind gives way. */
  host(guest: Guest): Promise<void> {
    if (this.guest?.kind !== guest.kind) this.drop();
    this.guest = guest;
    this.session.setEstimating(guest.kind === 'estimate');
    return this.update();
  }

  /** Shows the run again. */
  dismiss(): void {
    this.drop();
    void this.update();
  }

  private drop(): void {
    const guest = this.guest;
    this.guest = null;
    this.session.setEstimating(false);
    guest?.leave();
  }

  private async receive(
    guest: Guest,
    layer: LayerInfo,
    run: string,
    wish: number,
  ): Promise<boolean> {
    const { theme, mode, style } = this.session.store.get();
    const seen = guest.view(layer, theme, this.session.layer(`${layer.id}_diff`));
    const table = tableOf(layer.element);
    const info = await this.frames.info(run, layer.quantity ?? 'traffic_volume');
    if (!seen?.ramp || !info) return false;
    const place = await this.view.prepare(table, run, info.grid);
    if (wish !== this.wish) return true;
    place();
    const plain = guest.kind === 'estimate' && mode === 'value';
    const base = plain ? null : seen.base;
    const ramp = (plain && valueRamp(layer, theme, style)) || seen.ramp;
    const diff = base !== null;
    const { kind, step } = guest;
    this.shown = { layer: seen.layer, info, ramp, run, base: null, step, diff, table, guest: kind };
    this.show(seen.values, base);
    return true;
  }

  private show(values: Float32Array, base: Float32Array | null): void {
    const { table, ramp } = this.shown!;
    this.problem = null;
    const target = this.view.valueLayer(table)!;
    target.values.ramp = ramp;
    target.values.noData = PALETTES[this.session.store.get().theme].noData;
    target.values.show(values, base, this.calm.matches ? 0 : FADE_MS);
    this.view.showOnly(table);
    this.tell();
  }

  async update(): Promise<void> {
    const wish = ++this.wish;
    const { session } = this;
    const { layer: id, time, theme, style } = session.store.get();
    const layer = session.layer(id);
    const run = session.currentRun();
    const isWorkedOut = layer && isAsked(layer);
    if (id === NO_LAYER || !layer || !(layer.quantity || isWorkedOut)) return this.clear(null);
    if (!run) return this.clear('status.noRun');
    try {
      if (this.guest) {
        if (await this.receive(this.guest, layer, run, wish)) return;
        if (wish !== this.wish) return;
        this.drop();
      }
      if (isWorkedOut) return await this.workOut(layer, run, wish);
      const info = await this.frames.info(run, layer.quantity!);
      const base = session.isDiff() ? session.baseRun() : null;
      if (!info) return this.clear('status.noFrames');
      const step = Math.min(info.steps - 1, this.stepAt(time));
      const table = tableOf(info.element);
      const [values, against, place] = await Promise.all([
        this.frames.get(run, info, step),
        base ? this.against(table, run, base, info, step) : null,
        this.view.prepare(table, run, info.grid),
      ]);
      if (wish !== this.wish) return;
      place();
      const diff = base !== null;
      const ramp = diff
        ? diffRamp(layer, session.layer(`${id}_diff`), theme)
        : valueRamp(layer, theme, style);
      if (!ramp) return this.clear('status.noFrames');
      this.shown = { layer, info, ramp, run, base, step, diff, table, guest: null };
      this.show(values, against);
      this.wanted = [{ run, info }, ...(base ? [{ run: base, info }] : [])];
      if (this.standing) this.prefetch();
    } catch (error) {
      if (wish !== this.wish) return;
      console.error(error);
      this.clear(error instanceof Error ? error.message : String(error));
    }
  }

  /** A layer that the server works out. */
  private async workOut(layer: LayerInfo, run: string, wish: number): Promise<void> {
    const info = await this.frames.info(run, 'traffic_volume');
    const step = Math.min((info?.steps ?? 24) - 1, this.stepAt(this.session.store.get().time));
    const found = await ask(this.session, layer, run, step);
    const { theme, style } = this.session.store.get();
    const ramp = valueRamp(layer, theme, style);
    const view = () => ({ layer, values: found.values, base: null, ramp });
    if (wish !== this.wish) return;
    this.asked = found;
    await this.receive({ kind: 'asked', step, view, leave: () => undefined }, layer, run, wish);
  }

  /** The first picture stands: the rest of the day is fetched ahead. */
  stands(): void {
    this.standing = true;
    this.prefetch();
  }

  private prefetch(): void {
    const { frames, wanted, shown } = this;
    if (shown) frames.prefetch(wanted, shown.step).catch((e) => console.warn('prefetch', e));
  }

  /** The base's values in the order of the run's elements; nothing ran on what is new in the run. */
  private async against(
    table: Table,
    run: string,
    base: string,
    info: FrameInfo,
    step: number,
  ): Promise<Float32Array> {
    const values = await this.frames.get(base, info, step);
    if (table === 'cells') return values;
    const pair = await this.pair(table, run, base);
    if (!pair) return values;
    const blank = ABSENT_IS_ZERO.test(info.quantity) ? 0 : NODATA;
    return Float32Array.from(pair, (k) => (k < 0 ? blank : values[k]!));
  }

  private async pair(table: Table, run: string, base: string): Promise<Int32Array | null> {
    if (table === 'cells') return null;
    const { shapes } = this.view;
    return shapes.match(await shapes.of(table, run), await shapes.of(table, base));
  }

  /** The number of an element of the shown run in the base; −1 where the base has none. */
  async baseIndex(table: Table, index: number): Promise<number> {
    const [run, base] = [this.session.currentRun(), this.session.baseRun()];
    const pair = run && base ? await this.pair(table, run, base) : null;
    return pair ? (pair[index] ?? -1) : index;
  }

  /** The value that the map shows for an element now; null = no data. */
  valueAt(index: number): number | null {
    if (!this.shown) return null;
    return this.view.valueLayer(this.shown.table)?.values.at(index) ?? null;
  }

  private clear(problem: string | null): void {
    this.shown = null;
    this.problem = problem;
    this.view.showOnly(null);
    this.tell();
  }

  private tell(): void {
    this.listeners.forEach((call) => call());
  }
}
