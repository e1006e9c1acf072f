/**
 * The panel of drawn changes: the list and the way to the whole day always in sight, the figures
 * of the hour between them.
 */
import { changeWords, type Change } from '../drawing.ts';
import type { Estimate } from '../questions.ts';
import { t } from '../words.ts';
import { h, icon } from './dom.ts';
import { changeRow, figures, trouble } from './estimate.ts';

export interface PanelParts {
  changes: Change[];
  status: string;
  answer: Estimate | null;
  trouble: unknown;
  back: () => void;
  remove: (change: Change) => void;
  run: () => void;
}

export function whatIfPanel(parts: PanelParts): Node[] {
  const { changes, answer } = parts;
  const told = parts.trouble ? trouble(parts.trouble) : answer && figures(answer);
  return [
    h(
      'div',
      { class: 'study-head' },
      h('h2', { class: 'legend-title' }, t('whatif.title')),
      h(
        'button',
        { type: 'button', class: 'button small', id: 'whatif-back', onclick: parts.back },
        t('study.back'),
      ),
    ),
    h('p', { class: 'badge study-badge', role: 'status' }, parts.status),
    h(
      'div',
      // What scrolls must be within reach of the keys.
      { class: 'study-scroll', tabindex: 0, role: 'group', 'aria-label': t('whatif.title') },
      h(
        'ol',
        { class: 'study-list' },
        ...changes.map((c) => changeRow(changeWords(c), c.street, () => parts.remove(c))),
      ),
      told,
    ),
    h('p', { class: 'muted study-hint' }, t('whatif.more')),
    h(
      'button',
      {
        type: 'button',
        class: 'button primary',
        id: 'whatif-run',
        disabled: Boolean(parts.trouble),
        onclick: parts.run,
      },
      icon('play'),
      t('whatif.run'),
    ),
  ];
}
