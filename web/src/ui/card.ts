/** The card of what was clicked: value now, change, the day against the base, its attributes. */
import { api, type Element } from '../api.ts';
import type { Display, Shown } from '../display.ts';
import { number, signed, space } from '../format.ts';
import type { MapView } from '../map/view.ts';
import type { Session, Steps } from '../session.ts';
import type { Selection } from '../state.ts';
import { t, tOr } from '../words.ts';
import { whyEmptied } from './decision.ts';
import { h, icon } from './dom.ts';
import { facts } from './facts.ts';
import { HARDLY } from './kpis.ts';
import { layerName } from './layers.ts';
import { sparkline } from './sparkline.ts';
import { toast } from './toast.ts';

export class Card {
  readonly element = h('aside', { class: 'panel card', id: 'card', hidden: true });
  private wish = 0;
  private drawn = '';
  /** What else a card offers of a kind of thing; below its attributes. */
  readonly extras: ((selection: Selection, element: Element | null) => (Node | null)[])[] = [];

  constructor(
    private readonly session: Session,
    private readonly display: Display,
    private readonly view: MapView,
    private readonly steps: Steps,
  ) {
    session.store.on(['selection'], () => void this.show());
    display.onChange(() => void this.show());
  }

  private async show(): Promise<void> {
    const mine = ++this.wish;
    const { selection } = this.session.store.get();
    void this.view.mark(selection);
    const shown = this.display.shown;
    if (!selection) {
      this.element.hidden = true;
      this.drawn = '';
      return;
    }
    try {
      const [element, day, base] = await Promise.all([
        selection.table === 'cells' ? null : elementOf(this.session, selection),
        this.series(shown?.run, shown, selection),
        this.baseSeries(shown, selection),
      ]);
      if (mine !== this.wish) return;
      this.fill(selection, element, shown, day, base);
    } catch (error) {
      if (mine !== this.wish) return;
      console.error(error);
      this.session.store.set({ selection: null });
      toast(error instanceof Error ? error.message : String(error));
    }
  }

  private series(run: string | null | undefined, shown: Shown | null, selection: Selection) {
    if (!run || !shown || shown.guest || shown.table !== selection.table) return null;
    return seriesOf(run, shown.info.quantity, selection.index);
  }

  private async baseSeries(shown: Shown | null, selection: Selection) {
    if (this.session.isBase() || !shown || shown.guest || shown.table !== selection.table)
      return null;
    const index = await this.display.baseIndex(selection.table, selection.index);
    if (index < 0) return null;
    return this.series(this.session.baseRun(), shown, { ...selection, index });
  }

  private fill(
    selection: Selection,
    element: Element | null,
    shown: Shown | null,
    day: (number | null)[] | null,
    base: (number | null)[] | null,
  ): void {
    const { kind, name } = this.title(selection, element);
    const close = h(
      'button',
      {
        type: 'button',
        class: 'button icon-button',
        'aria-label': t('card.close'),
        onclick: () => this.session.store.set({ selection: null }),
      },
      icon('close'),
    );
    this.element.setAttribute('aria-label', name);
    this.element.replaceChildren(
      h(
        'div',
        { class: 'card-head' },
        h('div', {}, h('p', { class: 'card-kind' }, kind), h('h2', {}, name)),
        close,
      ),
      ...(shown && day ? this.values(shown, day, base) : []),
      ...(shown?.guest && shown.table === selection.table
        ? this.guest(shown, selection.index)
        : []),
      h('dl', { class: 'facts' }, ...facts(selection, element)),
      ...this.extras.flatMap((offer) => offer(selection, element)).filter((node) => node !== null),
      ...(element ? [idRow(element.id)] : []),
    );
    this.element.hidden = false;
    if (selection.table === 'bins' && element) void this.explain(element.id);
    const key = `${selection.table}:${selection.index}`;
    if (key !== this.drawn) this.element.scrollTop = 0;
    this.drawn = key;
  }

  private async explain(bin: string): Promise<void> {
    const run = this.session.currentRun();
    const mine = this.wish;
    const words = run ? await whyEmptied(run, bin) : '';
    if (!words || mine !== this.wish) return;
    const id = this.element.querySelector('.card-id');
    this.element.insertBefore(h('p', { class: 'card-why' }, words), id);
  }

  private title(selection: Selection, element: Element | null): { kind: string; name: string } {
    if (selection.table === 'links') {
      const name = String(element?.values['name'] || '') || t('card.unnamed');
      return { kind: t('card.link'), name };
    }
    if (selection.table === 'bins') {
      const fraction = String(element?.values['fraction'] ?? '');
      return { kind: t('card.bin'), name: tOr(`fraction.${fraction}`, fraction) };
    }
    if (selection.table === 'sensors') {
      const kind = String(element?.values['kind'] ?? '');
      const name = String(element?.values['name'] || element?.id || t('card.sensor'));
      return { kind: `${t('card.sensor')}, ${tOr(`sensor.${kind}`, kind)}`, name };
    }
    return { kind: t('card.cell'), name: layerName(this.session, this.session.store.get().layer) };
  }

  /** What the map shows in place of the run's day: of one hour only. */
  private guest(shown: Shown, index: number): Node[] {
    const value = this.display.valueAt(index);
    const text = value === null ? '–' : shown.diff ? signed(value) : number(value);
    const name = layerName(this.session, shown.layer.id);
    const hour = t('card.now', {
      from: this.steps.from(shown.step),
      to: this.steps.to(shown.step),
    });
    const what = shown.diff ? t('legend.diff', { layer: name }) : name;
    return [
      h(
        'div',
        { class: 'card-now' },
        h('b', { class: 'card-value' }, text),
        h('span', { class: 'card-unit' }, space(shown.layer.unit).trim()),
        h('span', { class: 'card-when' }, `${what}, ${hour}`),
      ),
    ];
  }

  private values(shown: Shown, day: (number | null)[], base: (number | null)[] | null): Node[] {
    const unit = shown.layer.unit;
    const step = shown.step;
    const now = day[step] ?? null;
    const then = base?.[step] ?? null;
    const change = now !== null && then !== null ? now - then : null;
    const when = t('card.now', { from: this.steps.from(step), to: this.steps.to(step) });
    return [
      h(
        'div',
        { class: 'card-now' },
        h('b', { class: 'card-value' }, now === null ? '–' : number(now)),
        h('span', { class: 'card-unit' }, space(unit).trim()),
        h('span', { class: 'card-when' }, `${layerName(this.session, shown.layer.id)}, ${when}`),
      ),
      ...(change === null
        ? []
        : [
            h(
              'p',
              { class: 'card-change' },
              Math.abs(change) < HARDLY * Math.abs(then!)
                ? t('card.hardly')
                : t('card.change', { change: signed(change) + space(unit) }),
            ),
          ]),
      sparkline(day, base, step, unit),
    ];
  }
}

function idRow(id: string): HTMLElement {
  const copy = async () => {
    await navigator.clipboard.writeText(id);
    toast(t('card.copied'));
  };
  return h(
    'div',
    { class: 'card-id' },
    h('span', { class: 'muted' }, t('card.id')),
    h('code', {}, id),
    h(
      'button',
      {
        type: 'button',
        class: 'about',
        'aria-label': t('card.copy'),
        title: t('card.copy'),
        onclick: () => copy().catch((e: unknown) => toast(String(e))),
      },
      icon('copy'),
    ),
  );
}

const elements = new Map<string, Promise<Element>>();

/** The row of an element; asked once, hover and card share it. */
export function elementOf(session: Session, selection: Selection): Promise<Element> {
  const run = session.currentRun();
  return remember(elements, `${selection.table}/${selection.index}/${run}`, () =>
    api.element(selection.table, selection.index, run),
  );
}

const days = new Map<string, Promise<(number | null)[]>>();

function seriesOf(run: string, quantity: string, index: number): Promise<(number | null)[]> {
  return remember(days, `${run}/${quantity}/${index}`, () => api.series(run, quantity, index));
}

function remember<T>(
  cache: Map<string, Promise<T>>,
  key: string,
  ask: () => Promise<T>,
): Promise<T> {
  let answer = cache.get(key);
  if (!answer) {
    answer = ask();
    answer.catch(() => cache.delete(key));
    cache.set(key, answer);
    if (cache.size > 2000) cache.delete(cache.keys().next().value!);
  }
  return answer;
}
