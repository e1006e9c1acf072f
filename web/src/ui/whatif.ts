/**
 * Draw a change, see the answer: changes of streets chosen on their cards, answered at once by an
 * estimate of the hour shown, and run for the whole day on request. The list stays for later.
 */
import type { Element } from '../api.ts';
import type { Display } from '../display.ts';
import * as drawing from '../drawing.ts';
import { DRAWN, KINDS, type Change, type Kind } from '../drawing.ts';
import { oppositeOf } from '../map/geometry.ts';
import { questions, type Estimate } from '../questions.ts';
import type { Runs } from '../runs.ts';
import type { Session, Steps } from '../session.ts';
import type { Selection, State } from '../state.ts';
import { t } from '../words.ts';
import { elementOf } from './card.ts';
import { h } from './dom.ts';
import { AIR, guestOf, join, KNOWN } from './estimate.ts';
import { focusMap, makeRoom } from './study.ts';
import { whatIfPanel } from './whatif-panel.ts';

/** Waits for the slider to rest before it asks for another hour. */
const REST_MS = 250;

export class WhatIf {
  readonly element = h('section', {
    class: 'panel study whatif',
    id: 'whatif',
    tabindex: -1,
    hidden: true,
    'aria-label': t('whatif.title'),
  });
  private readonly changes: Change[] = [];
  private answer: Estimate | null = null;
  private trouble: unknown = null;
  private isOpen = false;
  private isAsking = false;
  private wish = 0;
  private modeBefore: State['mode'] = 'value';
  private timer = 0;
  private parent = '';

  constructor(
    private readonly session: Session,
    private readonly display: Display,
    private readonly runs: Runs,
    private readonly steps: Steps,
  ) {
    this.element.addEventListener('keydown', (e) => e.key === 'Escape' && this.back());
    session.store.on(['time'], () => {
      if (!this.isOpen) return;
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => void this.ask(), REST_MS);
    });
  }

  /** The row of a street's card. */
  offer(selection: Selection, element: Element | null): Node[] {
    const parent = this.base();
    if (selection.table !== 'links' || !element || !parent || !this.session.currentRun()) return [];
    const name = String(element.values['name'] || '');
    const limit = element.values['free_speed_kmh'];
    const whole = h('input', { type: 'checkbox', id: 'whatif-whole' });
    const button = (kind: Kind) =>
      h(
        'button',
        {
          type: 'button',
          class: 'button small',
          'data-change': kind,
          disabled: kind === 'slow' && typeof limit === 'number' && limit <= 30,
          onclick: () => void this.add(kind, selection, element.id, name, whole.checked),
        },
        t(`whatif.${kind}`),
      );
    return [
      h(
        'div',
        { class: 'card-extra', role: 'group', 'aria-label': t('whatif.title') },
        h('h3', { class: 'domain-title' }, t('whatif.title')),
        h('div', { class: 'choices' }, ...KINDS.map(button)),
        name && h('label', { class: 'row' }, whole, t('whatif.whole', { name })),
      ),
    ];
  }

  /** The scenario that changes are drawn upon; empty where it cannot be told. */
  private base(): string {
    const { scenario } = this.session.store.get();
    return this.session.drawn.get(scenario)?.parent ?? (scenario.startsWith(DRAWN) ? '' : scenario);
  }

  private async add(
    kind: Kind,
    selection: Selection,
    id: string,
    name: string,
    whole: boolean,
  ): Promise<void> {
    const parent = this.base();
    if (!this.isOpen) {
      const { store } = this.session;
      this.modeBefore = store.get().mode;
      store.set({ mode: 'diff' }); // until the switch in the header says otherwise
      const known = this.session.drawn.get(store.get().scenario);
      if (known) this.changes.splice(0, this.changes.length, ...known.changes);
      else if (parent !== this.parent) this.changes.length = 0;
    }
    this.parent = parent;
    const links = [id];
    const { geometry } = await this.session.shapes.of('links', this.session.currentRun());
    const back = oppositeOf(geometry, selection.index);
    if (back >= 0) {
      links.push((await elementOf(this.session, { table: 'links', index: back })).id);
      links.sort();
    }
    const title = name || t('card.unnamed');
    const change = { kind, links, street: whole ? name : '', title };
    if (!this.changes.some((c) => drawing.sameChange(c, change))) this.changes.push(change);
    this.isOpen = true;
    makeRoom(this.session);
    await this.ask();
    this.element.focus();
  }

  /** Takes up the changes of a link. */
  async restore(): Promise<void> {
    const changes = drawing.unpackChanges(this.session.store.get().changes);
    this.parent = this.base();
    if (!changes.length || !this.parent || !this.session.currentRun()) return;
    this.changes.push(...changes);
    this.isOpen = true;
    await this.ask();
  }

  private file() {
    const title = drawing.changesTitle(this.changes);
    return drawing.scenarioFile(this.parent, this.changes, title.slice(0, 150));
  }

  private async ask(): Promise<void> {
    const mine = ++this.wish;
    if (!this.changes.length) return this.back();
    const { store } = this.session;
    store.set({ changes: drawing.packChanges(this.changes) });
    Object.assign(this, { isAsking: true, trouble: null });
    this.draw();
    try {
      const [yaml, hour] = [this.file().yaml, this.steps.at(store.get().time)];
      const show = () => this.display.host(guestOf(answer, () => this.close()));
      const answer = await questions.estimate(yaml, hour);
      if (mine !== this.wish) return;
      this.answer = answer;
      const isAir = AIR.includes(store.get().layer);
      if (!isAir && !KNOWN.includes(store.get().layer)) store.set({ layer: KNOWN[0]! });
      if (!isAir) await show();
      this.isAsking = isAir;
      this.draw();
      const air = await questions.air(yaml, hour);
      if (mine !== this.wish) return;
      join(answer, air);
      await show();
    } catch (error) {
      if (mine !== this.wish) return;
      this.trouble = error;
    }
    this.isAsking = false;
    this.draw();
  }

  private back(): void {
    this.close();
    this.display.dismiss();
    focusMap();
  }

  private close(): void {
    this.wish++;
    if (this.isOpen) this.session.store.set({ changes: '', mode: this.modeBefore });
    Object.assign(this, { isOpen: false, isAsking: false, answer: null });
    this.draw();
  }

  private runDay(): void {
    const { session } = this;
    const { id, yaml } = this.file();
    this.modeBefore = 'diff';
    session.add(id, this.parent, [...this.changes], { draft: yaml });
    session.store.set({ scenario: id, mode: 'diff' });
    if (!session.scenario(id)?.run) void this.runs.start(id);
    document.getElementById('scenario')?.focus();
  }

  private remove(change: Change): void {
    this.changes.splice(this.changes.indexOf(change), 1);
    void this.ask();
  }

  private draw(): void {
    this.element.hidden = !this.isOpen;
    if (!this.isOpen) return this.element.replaceChildren();
    const focus = this.element.contains(document.activeElement);
    const step = this.answer?.step ?? this.steps.at(this.session.store.get().time);
    this.element.replaceChildren(
      ...whatIfPanel({
        changes: this.changes,
        status: this.isAsking
          ? t('whatif.asking')
          : t('whatif.badge', { hour: this.steps.from(step) }),
        answer: this.answer,
        trouble: this.trouble,
        back: () => this.back(),
        remove: (change) => this.remove(change),
        run: () => this.runDay(),
      }),
    );
    if (focus) this.element.focus();
  }
}
