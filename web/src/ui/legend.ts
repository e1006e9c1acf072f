/** What the colours mean: title, unit, swatches with the numbers between them, "no data", source. */
import type { Display } from '../display.ts';
import { number, signed, unitWord } from '../format.ts';
import type { LayerInfo } from '../api.ts';
import { PALETTES } from '../map/palette.ts';
import { rampStyles } from '../map/ramp.ts';
import type { Session } from '../session.ts';
import { estimate, served, t, tOr } from '../words.ts';
import { h } from './dom.ts';
import { layerName } from './layers.ts';

export function legendPanel(session: Session, display: Display, openList: () => void): HTMLElement {
  const box = h('section', {
    class: 'panel legend',
    id: 'legend',
    'aria-label': t('legend.title'),
  });
  const show = () => {
    const shown = display.shown;
    // Where the scenario has no run, the panel that runs it says so.
    box.hidden = !shown && (!display.problem || display.problem === 'status.noRun');
    if (!shown) {
      box.replaceChildren(
        h('p', { class: 'legend-problem' }, display.problem ? t(display.problem) : ''),
      );
      return;
    }
    const { layer, ramp, diff } = shown;
    const name = layerName(session, layer.id);
    // Classes that are whole numbers say so themselves; what lies between them means nothing.
    const counted = !diff && ramp.labels?.every((label) => /^\d/.test(label));
    const noData = PALETTES[session.store.get().theme].noData;
    box.replaceChildren(
      h(
        'div',
        { class: 'legend-head' },
        h('h2', { class: 'legend-title' }, diff ? t('legend.diff', { layer: name }) : name),
        h('span', { class: 'legend-unit' }, unitWord(layer.unit)),
      ),
      strip(ramp.colors, counted ? [] : ramp.breaks, diff, layer.geometry === 'grid'),
      ...(ramp.labels && !diff ? [bands(ramp.labels, ramp.colors)] : []),
      ...(diff ? [ends()] : []),
      ...(diff ? [] : [styleChoice(session, layer) ?? '']),
      h(
        'div',
        { class: 'legend-notes' },
        layer.element === 'cell'
          ? null
          : h(
              'span',
              {},
              swatch(noData),
              t(shown.guest === 'flow' ? 'legend.unused' : 'legend.noData'),
            ),
        layer.element === 'link' && (diff || ramp.width === 'sqrt')
          ? h('span', {}, t(diff ? 'legend.widthDiff' : 'legend.width'))
          : null,
        layer.element === 'bin' && !diff ? h('span', {}, t('legend.ring', { value: 90 })) : null,
        layer.element === 'cell' ? null : listButton(openList),
      ),
      h('p', { class: 'legend-source' }, source(layer.abstract)),
      estimates(session),
    );
  };
  display.onChange(show);
  show();
  return box;
}

/** Where a layer has several ramps: which one; nothing else. */
function styleChoice(session: Session, layer: LayerInfo): HTMLElement | null {
  const styles = rampStyles(layer);
  if (styles.length < 2) return null;
  const chosen = styles.find((s) => s.id === session.store.get().style) ?? styles[0]!;
  return h(
    'div',
    { class: 'segments scales', role: 'radiogroup', 'aria-label': t('legend.scale') },
    ...styles.map((style) => {
      const input = h('input', {
        type: 'radio',
        name: 'style',
        value: style.id,
        onchange: () => session.store.set({ style: style.id }),
      });
      input.checked = style === chosen;
      return h(
        'label',
        { class: 'segment' },
        input,
        h('span', {}, tOr(`scale.${style.id}`, style.title)),
      );
    }),
  );
}

function listButton(open: () => void): HTMLElement {
  return h(
    'button',
    { type: 'button', class: 'link', id: 'list-open', title: t('list.hint'), onclick: open },
    t('list.open'),
  );
}

/** First sentence of the layer's description. */
function source(abstract: string): string {
  const first = abstract.split(/(?<=\.)\s/)[0] ?? '';
  const words = served(first.replace(/\.$/, ''));
  const source = words.replace(/\bNO2\b/g, 'NO₂').replace(/\bNOx\b/g, 'NOₓ');
  return first && t('legend.source', { source });
}

/** What of the city is an estimate, by name; how it was made is told with every figure. */
function estimates(session: Session): HTMLElement | string {
  const list = session.city.estimates.map(estimate);
  if (!list.length) return '';
  const names = list.map(({ name }) => name).join(', ');
  const title = list.map(({ all }) => all).join('\n');
  return h('p', { class: 'legend-source', title }, t('legend.estimates', { list: names }));
}

function strip(colors: string[], breaks: number[], diff: boolean, smooth: boolean): HTMLElement {
  const share = 100 / colors.length;
  const cells = smooth
    ? [h('i', { class: 'strip-cell', style: `background:linear-gradient(90deg,${stops(colors)})` })]
    : colors.map((color) => h('i', { class: 'strip-cell', style: `background:${color}` }));
  const ticks = breaks.map((at, i) =>
    h(
      'span',
      { class: 'strip-tick', style: `left:${(i + 1) * share}%` },
      diff ? signed(at, 2) : number(at),
    ),
  );
  return h('div', { class: 'strip' }, h('div', { class: 'strip-cells' }, ...cells), ...ticks);
}

function stops(colors: string[]): string {
  return colors.map((c, i) => `${c} ${((i + 0.5) * 100) / colors.length}%`).join(',');
}

function bands(labels: string[], colors: string[]): HTMLElement {
  return h(
    'ul',
    { class: 'bands' },
    ...labels.map((label, i) => h('li', {}, swatch(colors[i] ?? ''), tOr(`band.${label}`, label))),
  );
}

function ends(): HTMLElement {
  return h(
    'div',
    { class: 'ends' },
    h('span', {}, `← ${t('legend.less')}`),
    h('span', {}, t('legend.same')),
    h('span', {}, `${t('legend.more')} →`),
  );
}

function swatch(color: string): HTMLElement {
  return h('i', { class: 'swatch', style: `background:${color}`, 'aria-hidden': 'true' });
}
