/** Names with shares as bars: width and number say the same. */
import { h } from './dom.ts';

export interface Share {
  name: string;
  /** 0 … 1 */
  share: number;
}

export function percentWords(share: number): string {
  const p = 100 * share;
  return `${p > 0 && p < 1 ? '<1' : Math.round(p)}\u00a0%`;
}

export function shareRows(rows: Share[]): HTMLElement {
  const most = Math.max(...rows.map((row) => row.share), 1e-9);
  return h(
    'ol',
    { class: 'shares' },
    ...rows.map(({ name, share }) =>
      h(
        'li',
        {},
        h('span', { class: 'share-name' }, name),
        h('b', {}, percentWords(share)),
        h('i', {
          class: 'share-bar',
          style: `width:${(100 * share) / most}%`,
          'aria-hidden': 'true',
        }),
      ),
    ),
  );
}
