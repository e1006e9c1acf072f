/** Puts the Explore page together: panels around the map, and what joins them to the store. */
import { Display } from '../display.ts';
import { lengthsKm } from '../map/geometry.ts';
import { homePadding, type Box } from '../map/home.ts';
import { MapView } from '../map/view.ts';
import { NODATA } from '../frames.ts';
import { Steps, type Session } from '../session.ts';
import { t } from '../words.ts';
import { Card } from './card.ts';
import { causesOf } from './causes.ts';
import { h, icon } from './dom.ts';
import { header, type Place } from './header.ts';
import { attachContours } from './contours.ts';
import { attachPointer } from './hover.ts';
import { attachPlace } from './place.ts';
import { kpiStrip } from './kpis.ts';
import { layerName, layerPanel } from './layers.ts';
import { openList } from './list.ts';
import { legendPanel } from './legend.ts';
import { Runs } from '../runs.ts';
import { readingsOf } from './readings.ts';
import { openSensors } from './sensors.ts';
import { runPanel } from './run.ts';
import { Timeline } from './timeline.ts';
import { Users } from './users.ts';
import { Vehicles } from './vehicles.ts';
import { WhatIf } from './whatif.ts';

const LOAD = 'traffic_volume';

export class App {
  readonly view: MapView;
  readonly display: Display;
  readonly timeline: Timeline;

  constructor(
    root: HTMLElement,
    private readonly session: Session,
    private readonly steps: Steps,
    home: Box,
  ) {
    const { store, city } = session;
    const box = h('div', {
      class: 'map',
      role: 'region',
      'aria-label': t('map.name', { city: city.name }),
    });
    const stage = h('main', { class: 'stage' }, box);
    const live = h('div', { class: 'visually-hidden', role: 'status', id: 'live' });
    root.replaceChildren(stage);
    this.view = new MapView(box, session, home);
    this.display = new Display(session, this.view, (time) => steps.at(time));
    this.timeline = new Timeline(session, steps, (step) => this.prepared(step));
    const card = new Card(session, this.display, this.view, steps);
    const runs = new Runs(session);
    const whatIf = new WhatIf(session, this.display, runs, steps);
    const users = new Users(session, this.display, steps);
    card.extras.push(
      (selection, element) => whatIf.offer(selection, element),
      (selection, element) => users.offer(selection, element),
      causesOf(session, this.display, this.view, steps),
      readingsOf(session, steps),
    );
    stage.append(
      h(
        'div',
        { class: 'column' },
        whatIf.element,
        users.element,
        legendPanel(session, this.display, () => void openList(session, this.display, this.view)),
      ),
      runPanel(session, runs),
      card.element,
      new Vehicles(session, this.view, steps).element,
      attachPointer(session, this.display, this.view),
      live,
    );
    attachContours(session, this.display, this.view);
    attachPlace(session, this.display, this.view);
    root.replaceChildren(
      header(session, (found) => this.goTo(found)),
      layerPanel(session, () => void openSensors(session, this.view)),
      stage,
      this.timeline.element,
      kpiStrip(session),
      tabs(root),
    );
    this.view.map.resize();
    // Only now the map has the room that it keeps.
    const { clientWidth, clientHeight } = box;
    const padding = homePadding(home, clientWidth, clientHeight);
    if (!store.get().camera) this.view.map.fitBounds(home, { padding, animate: false });
    this.view.map.getCanvas().setAttribute('aria-label', t('map.keys'));
    this.view.map.on('moveend', () => store.set({ camera: this.view.camera() }));
    store.on(['theme'], (state) => this.view.restyle(state.theme));
    store.on(['overlays'], (state) => this.view.setOverlays(state.overlays));
    store.on(['scenario'], () => void this.showLoad());
    this.display.onChange(() => (live.textContent = this.words()));
    void this.display.update().then(() => {
      this.view.map.once('idle', () => {
        performance.mark('emona.first-map');
        this.display.stands();
        void whatIf.restore();
        void this.showLoad();
      });
      this.view.map.triggerRepaint();
    });
  }

  private words(): string {
    const { shown, problem } = this.display;
    if (!shown) return problem ? t(problem) : '';
    return t('status.shown', {
      layer: layerName(this.session, shown.layer.id),
      scenario: this.session.scenario(this.session.store.get().scenario)?.title ?? '',
      from: this.steps.from(shown.step),
      to: this.steps.to(shown.step),
    });
  }

  private goTo(found: Place): void {
    const { map } = this.view;
    const animate = !window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    const bounds = found.bounds;
    if (bounds && bounds[0] < bounds[2]) {
      map.fitBounds(bounds, { padding: 80, maxZoom: 16.5, animate, duration: 900 });
    } else {
      map.easeTo({ center: found.center, zoom: 16, animate, duration: 900 });
    }
  }

  /** Fetches what the next step of the shown layer needs. */
  private async prepared(step: number): Promise<void> {
    const { shown, frames } = this.display;
    if (!shown) return;
    await frames.get(shown.run, shown.info, step);
    if (shown.base) await frames.get(shown.base, shown.info, step);
  }

  /** Vehicle-kilometres of each hour on the whole network, behind the slider. */
  private async showLoad(): Promise<void> {
    const run = this.session.currentRun();
    if (!run) return;
    try {
      const { frames } = this.display;
      const info = await frames.info(run, LOAD);
      if (!info) return;
      const km = lengthsKm((await this.view.shapes.of('links', run)).geometry);
      const load: (number | null)[] = Array.from({ length: info.steps }, () => null);
      const sum = async (step: number) => {
        const volume = await frames.get(run, info, step);
        let all = 0;
        for (let i = 0; i < km.length; i++) if (volume[i]! > NODATA) all += volume[i]! * km[i]!;
        load[step] = all;
      };
      for (let step = 0; step < info.steps; step += 6) {
        const some = load.slice(step, step + 6).map((_, i) => sum(step + i));
        await Promise.all(some);
        if (run !== this.session.currentRun()) return;
      }
      this.timeline.setLoad(load);
    } catch (error) {
      console.warn('network load', error);
    }
  }
}

/** On a narrow screen the panels are sheets that these buttons open, one at a time. */
function tabs(root: HTMLElement): HTMLElement {
  const buttons: HTMLButtonElement[] = [];
  const open = (name: string) => {
    const next = root.dataset['sheet'] === name ? '' : name;
    root.dataset['sheet'] = next;
    buttons.forEach((b) => b.setAttribute('aria-expanded', String(b.dataset['for'] === next)));
  };
  for (const [name, picture] of [
    ['layers', 'layers'],
    ['kpis', 'chart'],
  ] as const) {
    buttons.push(
      h(
        'button',
        {
          type: 'button',
          class: 'button tab',
          'data-for': name,
          'aria-expanded': 'false',
          'aria-controls': name,
          onclick: () => open(name),
        },
        icon(picture),
        t(`sheet.${name}`),
      ),
    );
  }
  return h('div', { class: 'tabs' }, ...buttons);
}
