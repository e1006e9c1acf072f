/** The bar on top: where we are, which scenario, value or difference, search, theme, share. */
import type { Session } from '../session.ts';
import type { State } from '../state.ts';
import { t } from '../words.ts';
import { h, icon } from './dom.ts';
import { misfitWords, openScenario } from './scenario.ts';
import { searchBox } from './search.ts';
import { toast } from './toast.ts';

export function header(session: Session, goTo: (found: Place) => void): HTMLElement {
  const { store, city } = session;
  const state = store.get();
  return h(
    'header',
    { class: 'header' },
    h(
      'div',
      { class: 'brand' },
      mark(),
      h('span', { class: 'brand-name' }, 'Emona'),
      h('span', { class: 'brand-arrow', 'aria-hidden': 'true' }, '▸'),
      h('h1', { class: 'brand-city' }, city.name),
      city.synthetic &&
        h('span', { class: 'badge' }, t('synthetic', { seed: city.synthetic.seed })),
    ),
    h('div', { class: 'question' }, scenarioPicker(session), modeSwitch(session)),
    searchBox(goTo),
    h(
      'div',
      { class: 'tools' },
      languageSwitch(state, (lang) => store.set({ lang })),
      themeButton(session),
      shareButton(session),
    ),
  );
}

export interface Place {
  center: [number, number];
  bounds: [number, number, number, number] | null;
}

function mark(): HTMLElement {
  const image = h('img', {
    class: 'brand-mark',
    src: './mark.svg',
    alt: '',
    width: 28,
    height: 28,
  });
  return image;
}

function scenarioPicker(session: Session): HTMLElement {
  const { store } = session;
  const select = h('select', {
    id: 'scenario',
    class: 'select scenario',
    onchange: () => store.set({ scenario: select.value }),
  });
  const options: HTMLOptionElement[] = [];
  const show = () => {
    // Scenarios drawn on the page come behind.
    for (const { id, misfit, run, problem } of session.scenarios.slice(options.length)) {
      const unfit = misfit !== null && run === null;
      const title = unfit ? misfitWords(session, misfit) : problem;
      options.push(h('option', { value: id, disabled: unfit, title }));
    }
    select.append(...options);
    options.forEach((option, i) => {
      const { title, run, misfit } = session.scenarios[i]!;
      const key = run !== null ? '' : misfit === null ? 'header.notRun' : 'header.misfit';
      option.textContent = key ? t(key, { title }) : title;
    });
    select.value = store.get().scenario;
    select.title = session.scenario(store.get().scenario)?.problem ?? '';
  };
  show();
  store.on(['scenario'], show);
  return h(
    'div',
    { class: 'field' },
    h('label', { for: 'scenario', class: 'field-label' }, t('header.scenario')),
    select,
    h(
      'button',
      {
        type: 'button',
        class: 'about about-scenario',
        id: 'scenario-about',
        title: t('scenario.about'),
        'aria-label': t('scenario.about'),
        onclick: () => openScenario(session),
      },
      icon('info'),
    ),
  );
}

function modeSwitch(session: Session): HTMLElement {
  const { store } = session;
  const make = (mode: State['mode'], label: string, title: string) => {
    const input = h('input', {
      type: 'radio',
      name: 'mode',
      value: mode,
      id: `mode-${mode}`,
      onchange: () => store.set({ mode }),
    });
    return {
      input,
      mode,
      node: h('label', { class: 'segment', title }, input, h('span', {}, label)),
    };
  };
  const value = make('value', t('header.value'), '');
  const diff = make('diff', t('header.diff'), t('header.diffHint'));
  const show = () => {
    const alone = session.isBase() && !session.estimating;
    const isDiff = session.estimating ? store.get().mode === 'diff' : session.isDiff();
    diff.input.disabled = alone;
    diff.node.title = alone ? t('header.diffNone') : t('header.diffHint');
    diff.input.checked = isDiff;
    value.input.checked = !isDiff;
  };
  show();
  session.onEstimating(show);
  store.on(['mode', 'scenario'], show);
  return h(
    'div',
    { class: 'segments', role: 'radiogroup', 'aria-label': t('header.view') },
    value.node,
    diff.node,
  );
}

function languageSwitch(state: State, pick: (lang: State['lang']) => void): HTMLElement {
  const other = state.lang === 'en' ? 'sl' : 'en';
  const name = other === 'sl' ? 'Slovenščina' : 'English';
  return h(
    'button',
    {
      type: 'button',
      class: 'button',
      id: 'lang',
      lang: other,
      title: name,
      'aria-label': `${other.toUpperCase()}, ${name}`,
      onclick: () => pick(other),
    },
    other.toUpperCase(),
  );
}

function themeButton(session: Session): HTMLElement {
  const { store } = session;
  const button = h('button', {
    type: 'button',
    class: 'button icon-button',
    id: 'theme',
    onclick: () => store.set({ theme: store.get().theme === 'dark' ? 'light' : 'dark' }),
  });
  const show = () => {
    const dark = store.get().theme === 'dark';
    const words = t(dark ? 'header.themeLight' : 'header.themeDark');
    button.replaceChildren(icon(dark ? 'sun' : 'moon'));
    button.title = words;
    button.setAttribute('aria-label', words);
  };
  show();
  store.on(['theme'], show);
  return button;
}

function shareButton(session: Session): HTMLElement {
  const share = async () => {
    const link = session.store.link();
    try {
      await navigator.clipboard.writeText(link);
      toast(t('header.shared'));
    } catch {
      // Without a secure context or permission there is no clipboard: show the link to copy by hand.
      window.prompt(t('header.shareManual'), link);
    }
  };
  return h(
    'button',
    { type: 'button', class: 'button primary', id: 'share', onclick: () => void share() },
    icon('share'),
    h('span', { class: 'button-text' }, t('header.share')),
  );
}
