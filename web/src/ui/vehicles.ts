/**
 * Plays the day of the shown run as moving vehicles: a switch on the map, a clock of its own that
 * moves the page's hour along, and what is shown ("1 in n", colours). Chunks of five minutes are
 * fetched one ahead.
 */
import { getBytes, getJson } from '../api.ts';
import { readChunk, VehicleLayer, type Chunk } from '../map/vehicle-layer.ts';
import type { MapView } from '../map/view.ts';
import type { Session, Steps } from '../session.ts';
import { t } from '../words.ts';
import { h } from './dom.ts';
import { toast } from './toast.ts';

const SPEEDS = [10, 30, 60, 300];
const USUAL = 60;

interface Day {
  run: string;
  chunkSeconds: number;
  chunks: number;
  oneIn: number;
}

export class Vehicles {
  readonly element: HTMLElement;
  private readonly layer: VehicleLayer;
  private readonly clock = h('output', { class: 'vehicles-clock' });
  private readonly note = h('p', { class: 'muted vehicles-note', role: 'status' });
  private readonly speed: HTMLSelectElement;
  private readonly button: HTMLButtonElement;
  private readonly keys: HTMLElement;
  private readonly hold: HTMLButtonElement;
  private day: Day | null = null;
  private chunks = new Map<number, Promise<Chunk>>();
  private shown = -1;
  private seconds = 0;
  private last = 0;
  private frame = 0;
  private isOn = false;
  private isHeld = false;

  constructor(
    private readonly session: Session,
    private readonly view: MapView,
    private readonly steps: Steps,
  ) {
    this.layer = new VehicleLayer('vehicles', session.shapes.origin);
    this.button = h(
      'button',
      {
        type: 'button',
        class: 'button',
        id: 'vehicles',
        'aria-pressed': 'false',
        onclick: () => void this.toggle(),
      },
      t('vehicles.show'),
    );
    this.hold = h('button', {
      type: 'button',
      class: 'button',
      id: 'vehicles-hold',
      onclick: () => this.pause(!this.isHeld),
    });
    this.speed = h('select', { class: 'select', 'aria-label': t('vehicles.speed') });
    for (const times of SPEEDS) {
      const words = t('vehicles.times', { times });
      this.speed.append(h('option', { value: times, selected: times === USUAL }, words));
    }
    this.keys = h(
      'p',
      { class: 'vehicles-keys' },
      ...['free', 'slow', 'bus', 'waste'].map((key) =>
        h('span', { class: `vehicles-key ${key}` }, t(`vehicles.${key}`)),
      ),
    );
    this.element = h(
      'section',
      { class: 'panel vehicles', 'aria-label': t('vehicles.title') },
      h('div', { class: 'vehicles-row' }, this.button, this.hold, this.clock, this.speed),
      this.keys,
      this.note,
    );
    session.store.on(['time'], () => this.follow());
    session.store.on(['scenario'], () => void this.restart());
    session.store.on(['theme'], () => this.dress());
    this.dress();
    this.reveal();
  }

  private dress(): void {
    // Light in both themes: free vehicles are blue, and so are many streets below them.
    this.layer.rim = this.session.store.get().theme === 'dark' ? [0.86, 0.89, 0.92] : [1, 1, 1];
  }

  private reveal(): void {
    this.button.setAttribute('aria-pressed', String(this.isOn));
    this.hold.textContent = t(this.isHeld ? 'vehicles.go' : 'vehicles.hold');
    for (const part of [this.hold, this.clock, this.speed, this.keys, this.note])
      part.hidden = !this.isOn;
  }

  private async toggle(): Promise<void> {
    this.isOn = !this.isOn;
    this.isHeld = false;
    this.reveal();
    if (!this.isOn) return this.stop();
    this.seconds = this.stepSeconds();
    await this.restart();
  }

  /** Everybody stands still, and can be looked at from near. */
  private pause(isHeld: boolean): void {
    this.isHeld = isHeld;
    this.reveal();
  }

  private stop(): void {
    cancelAnimationFrame(this.frame);
    this.layer.visible = false;
    this.shown = -1;
    this.view.map.triggerRepaint();
  }

  private stepSeconds(): number {
    return this.steps.at(this.session.store.get().time) * this.steps.minutes * 60;
  }

  /** Fetches the day of the present run anew. */
  private async restart(): Promise<void> {
    const run = this.session.currentRun();
    this.stop();
    if (!this.isOn || !run) return;
    this.note.textContent = t('vehicles.computing');
    try {
      const day = await getJson<Day>(`api/v1/runs/${run}/vehicles`);
      if (run !== this.session.currentRun() || !this.isOn) return;
      this.day = day;
      this.chunks.clear();
      if (!this.view.map.getLayer(this.layer.id)) this.view.map.addLayer(this.layer);
      this.layer.visible = true;
      this.note.textContent =
        day.oneIn > 1 ? t('vehicles.oneIn', { n: day.oneIn }) : t('vehicles.all');
      this.last = performance.now();
      this.frame = requestAnimationFrame((now) => this.tick(now));
    } catch (error) {
      this.isOn = false;
      this.reveal();
      toast(error instanceof Error ? error.message : String(error));
    }
  }

  private chunk(index: number): Promise<Chunk> {
    let chunk = this.chunks.get(index);
    if (!chunk) {
      chunk = getBytes(`api/v1/runs/${this.day!.run}/vehicles/${index}`).then(readChunk);
      chunk.catch(() => this.chunks.delete(index));
      this.chunks.set(index, chunk);
      if (this.chunks.size > 8) this.chunks.delete(this.chunks.keys().next().value!);
    }
    return chunk;
  }

  private tick(now: number): void {
    const day = this.day;
    if (!this.isOn || !day) return;
    const index = Math.floor(this.seconds / day.chunkSeconds);
    if (index === this.shown) {
      const passed = this.isHeld ? 0 : Math.min(100, now - this.last) / 1000;
      this.seconds += passed * Number(this.speed.value);
      if (this.seconds >= this.steps.count * this.steps.minutes * 60) this.seconds = 0;
      this.layer.now = this.seconds - this.shown * day.chunkSeconds;
      this.clock.textContent = this.words();
      this.moveHour();
      if (passed > 0) this.view.map.triggerRepaint();
    } else {
      void this.load(index);
    }
    this.last = now;
    this.frame = requestAnimationFrame((then) => this.tick(then));
  }

  private loading = -1;

  private async load(index: number): Promise<void> {
    if (this.loading === index) return;
    this.loading = index;
    const run = this.day!.run;
    try {
      const [chunk, shape] = await Promise.all([
        this.chunk(index),
        this.session.shapes.of('links', run),
      ]);
      if (this.day?.run !== run || this.loading !== index) return;
      this.layer.show(chunk, shape.geometry);
      this.shown = index;
      this.layer.now = this.seconds - index * this.day.chunkSeconds;
      this.view.map.triggerRepaint();
      void this.chunk(index + 1).catch(() => undefined);
    } catch (error) {
      toast(error instanceof Error ? error.message : String(error));
      this.isOn = false;
      this.stop();
      this.reveal();
    } finally {
      this.loading = -1;
    }
  }

  private words(): string {
    const label = this.steps.from(Math.floor(this.seconds / 60 / this.steps.minutes));
    const within = Math.floor(this.seconds / 60) % this.steps.minutes;
    const [hour = '00', minute = '00'] = label.split(':');
    return `${hour}:${String(Number(minute) + within).padStart(2, '0')}`;
  }

  /** The clock has reached another step: the values follow. */
  private moveHour(): void {
    const step = Math.floor(this.seconds / 60 / this.steps.minutes);
    const { store } = this.session;
    if (this.steps.at(store.get().time) !== step) store.set({ time: this.steps.from(step) });
  }

  /** The user has chosen another hour: the clock follows. */
  private follow(): void {
    const step = Math.floor(this.seconds / 60 / this.steps.minutes);
    if (this.steps.at(this.session.store.get().time) !== step) this.seconds = this.stepSeconds();
  }
}
