/**
 * Who uses a street: the trips through it in the hour shown, by district of origin and of
 * destination, and where else they drive as a flow on the map, in percent of the street's own.
 */
import type { Element } from '../api.ts';
import type { Display, Guest } from '../display.ts';
import { number, space } from '../format.ts';
import { NODATA } from '../frames.ts';
import { valueRamp } from '../map/ramp.ts';
import { questions, type StreetUsers } from '../questions.ts';
import type { Session, Steps } from '../session.ts';
import type { Selection } from '../state.ts';
import { served, t, tOr } from '../words.ts';
import { h } from './dom.ts';
import { shareRows, type Share } from './shares.ts';
import { toast } from './toast.ts';
import { focusMap, makeRoom } from './study.ts';

const MOST = 5;
const LAYER = 'traffic_volume';
/** Percent of the street's vehicles; the last as many as the ramp has breaks. */
const BREAKS = [0.5, 1, 2, 5, 10, 20, 35, 50, 75];

export class Users {
  readonly element = h('section', {
    class: 'panel study users',
    id: 'users',
    tabindex: -1,
    hidden: true,
    'aria-label': t('users.title'),
  });
  private link = -1;
  private name = '';
  private wish = 0;

  constructor(
    private readonly session: Session,
    private readonly display: Display,
    private readonly steps: Steps,
  ) {
    this.element.addEventListener('keydown', (e) => e.key === 'Escape' && this.back());
    session.store.on(['time'], () => this.link >= 0 && void this.ask());
  }

  /** The row of a street's card. */
  offer(selection: Selection, element: Element | null): Node[] {
    if (selection.table !== 'links' || !element || !this.session.currentRun()) return [];
    const open = () => {
      this.link = selection.index;
      this.name = String(element.values['name'] || t('card.unnamed'));
      makeRoom(this.session);
      void this.ask().then(() => this.element.focus());
    };
    const attributes = { type: 'button', class: 'button small', id: 'users-open', onclick: open };
    return [h('div', { class: 'card-extra' }, h('button', attributes, t('users.title')))];
  }

  private async ask(): Promise<void> {
    const mine = ++this.wish;
    const { store } = this.session;
    const run = this.session.currentRun();
    if (!run) return;
    try {
      const [users, shape] = await Promise.all([
        questions.users(run, this.link, this.steps.at(store.get().time)),
        this.session.shapes.of('links', run),
      ]);
      if (mine !== this.wish || this.link < 0) return;
      if (store.get().layer !== LAYER) store.set({ layer: LAYER });
      await this.display.host(guestOf(users, shape.geometry.count, () => this.close()));
      this.draw(users);
    } catch (error) {
      if (mine !== this.wish) return;
      toast(error instanceof Error ? error.message : String(error));
    }
  }

  private back(): void {
    this.display.dismiss();
    focusMap();
  }

  private close(): void {
    this.wish++;
    this.link = -1;
    this.element.hidden = true;
  }

  private draw(users: StreetUsers): void {
    if (this.link < 0) return;
    const { step, vehPerH } = users;
    const when = t('card.now', { from: this.steps.from(step), to: this.steps.to(step) });
    const total = users.classes.reduce((sum, c) => sum + c.vehicles, 0);
    const back = () => this.back();
    this.element.replaceChildren(
      h(
        'div',
        { class: 'study-head' },
        h('h2', { class: 'legend-title' }, t('users.title')),
        h(
          'button',
          { type: 'button', class: 'button small', id: 'users-back', onclick: back },
          t('study.back'),
        ),
      ),
      h('p', { role: 'status' }, `${this.name}, ${when}: ${number(vehPerH)}${space('veh/h')}`),
      ...(total > 0
        ? [
            h('h3', { class: 'domain-title' }, t('users.origins')),
            shareRows(byDistrict(users.origins, total)),
            h('h3', { class: 'domain-title' }, t('users.destinations')),
            shareRows(byDistrict(users.destinations, total)),
          ]
        : [h('p', { class: 'muted' }, t('users.none'))]),
      h('p', { class: 'muted study-hint' }, t('users.hint')),
    );
    this.element.hidden = false;
  }
}

function byDistrict(zones: StreetUsers['origins'], total: number): Share[] {
  const sums = new Map<string, number>();
  for (const { zone, district, vehicles } of zones) {
    const name = served(district ?? '') || tOr(`zone.${zone}`, zone);
    sums.set(name, (sums.get(name) ?? 0) + vehicles);
  }
  return [...sums]
    .map(([name, vehicles]) => ({ name, share: vehicles / total }))
    .sort((a, b) => b.share - a.share)
    .slice(0, MOST);
}

function guestOf(users: StreetUsers, links: number, leave: () => void): Guest {
  const { elements, vehicles } = users.flows;
  const most = Math.max(...vehicles, 1e-9);
  const values = new Float32Array(links).fill(NODATA);
  elements.forEach((link, i) => (values[link] = (100 * vehicles[i]!) / most));
  return {
    kind: 'flow',
    step: users.step,
    view: (layer, theme) => {
      const ramp = layer.id === LAYER ? valueRamp(layer, theme) : null;
      if (!ramp) return null;
      const breaks = BREAKS.slice(-ramp.breaks.length);
      const colors = ramp.colors.slice(0, breaks.length + 1);
      const shown = { ...layer, id: 'flow', unit: '%', styles: [], abstract: '' };
      return { layer: shown, values, base: null, ramp: { ...ramp, breaks, colors } };
    },
    leave,
  };
}
