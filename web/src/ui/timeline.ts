/**
 * The clock of the page: 24 hours as a slider over the load of the network, play, keys. Space
 * plays, arrows step, Shift with arrows three hours; keys act unless the user is typing, in a
 * control of their own, or on the map (whose arrows move the camera).
 */
import type { Session, Steps } from '../session.ts';
import { t } from '../words.ts';
import { h, icon, svg } from './dom.ts';

const SPEEDS = [0.5, 1, 2, 4];

export class Timeline {
  readonly element: HTMLElement;
  private readonly slider: HTMLInputElement;
  private readonly time: HTMLElement;
  private readonly button: HTMLButtonElement;
  private readonly chart: SVGElement;
  private readonly speed: HTMLSelectElement;
  private timer = 0;

  constructor(
    private readonly session: Session,
    private readonly steps: Steps,
    /** Resolves when the frame of a step can be shown at once, so that play never runs ahead. */
    private readonly ready: (step: number) => Promise<void>,
  ) {
    this.slider = h('input', {
      type: 'range',
      class: 'time-slider',
      id: 'time',
      min: 0,
      max: steps.count - 1,
      step: 1,
      'aria-label': t('time.title'),
      title: t('time.hint'),
      oninput: () => this.go(Number(this.slider.value)),
    });
    this.time = h('output', { class: 'time-clock', for: 'time' });
    this.button = h('button', {
      type: 'button',
      class: 'play',
      id: 'play',
      onclick: () => this.toggle(),
    });
    this.chart = svg('svg', {
      class: 'time-chart',
      viewBox: `0 0 ${steps.count} 40`,
      preserveAspectRatio: 'none',
      role: 'img',
      'aria-label': t('time.load'),
    });
    this.speed = h('select', {
      class: 'select time-speed',
      id: 'speed',
      'aria-label': t('time.speed'),
    });
    for (const hours of SPEEDS) {
      this.speed.append(
        h('option', { value: hours, selected: hours === 2 }, t('time.perSecond', { hours })),
      );
    }
    this.element = h(
      'section',
      { class: 'timeline', 'aria-label': t('time.title') },
      this.button,
      this.time,
      h('div', { class: 'time-track' }, this.chart, this.marks(), this.slider),
      this.speed,
    );
    session.store.on(['time'], () => this.show());
    window.addEventListener('keydown', (event) => this.key(event));
    this.showButton();
    this.show();
  }

  get step(): number {
    return this.steps.at(this.session.store.get().time);
  }

  /** Shows the load of each hour (any unit; only its shape is drawn). */
  setLoad(load: (number | null)[]): void {
    const top = Math.max(1e-9, ...load.map((v) => v ?? 0));
    this.chart.replaceChildren(
      svg('title', {}, t('time.load')),
      ...load.map((v, i) => {
        const height = v === null ? 0 : (36 * v) / top;
        return svg('rect', {
          x: i + 0.06,
          width: 0.88,
          y: 40 - height,
          height,
          class: 'bar',
          'data-step': i,
        });
      }),
    );
    this.show();
  }

  private go(step: number): void {
    const last = this.steps.count - 1;
    const time = this.steps.from(step < 0 ? last : step > last ? 0 : step);
    this.session.store.set({ time });
  }

  private show(): void {
    const { step, steps } = this;
    this.slider.value = String(step);
    const words = t('time.value', { from: steps.from(step), to: steps.to(step) });
    this.slider.setAttribute('aria-valuetext', words);
    this.time.replaceChildren(
      h('b', {}, steps.from(step)),
      h('span', { class: 'muted' }, `–${steps.to(step)}`),
    );
    for (const bar of this.chart.querySelectorAll('.bar')) {
      bar.classList.toggle('now', Number(bar.getAttribute('data-step')) === step);
    }
  }

  private toggle(): void {
    if (this.timer) {
      window.clearTimeout(this.timer);
      this.timer = 0;
    } else {
      this.tick();
    }
    this.showButton();
  }

  private tick(): void {
    const wait = (1000 * this.steps.minutes) / 60 / Number(this.speed.value);
    this.timer = window.setTimeout(() => {
      const next = (this.step + 1) % this.steps.count;
      void this.ready(next).then(() => {
        if (!this.timer) return;
        this.go(next);
        this.tick();
      });
    }, wait);
  }

  private showButton(): void {
    const playing = this.timer !== 0;
    const words = t(playing ? 'time.pause' : 'time.play');
    this.button.replaceChildren(icon(playing ? 'pause' : 'play'));
    this.button.setAttribute('aria-label', words);
    this.button.setAttribute('aria-pressed', String(playing));
    this.button.title = `${words} – ${t('time.hint')}`;
  }

  private marks(): HTMLElement {
    const { steps } = this;
    const every = Math.max(1, Math.round(180 / steps.minutes));
    const marks = h('div', { class: 'time-marks', 'aria-hidden': 'true' });
    for (let i = 0; i < steps.count; i += every) {
      const left = (100 * i) / steps.count;
      marks.append(h('span', { style: `left:${left}%` }, steps.from(i).replace(/:00$/, '')));
    }
    return marks;
  }

  private key(event: KeyboardEvent): void {
    const at = event.target as HTMLElement;
    const busy = at.closest('input:not(#time), select, textarea, dialog, .maplibregl-map');
    if (busy || event.ctrlKey || event.metaKey || event.altKey) return;
    const far = event.shiftKey ? Math.max(1, Math.round(180 / this.steps.minutes)) : 1;
    if (event.key === ' ' && !at.closest('button, summary, a')) this.toggle();
    else if (event.key === 'ArrowLeft') this.go(this.step - far);
    else if (event.key === 'ArrowRight') this.go(this.step + far);
    else return;
    event.preventDefault();
  }
}
