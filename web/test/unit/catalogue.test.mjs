/** The words, the tokens and the size of the source: rules that need no browser. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const at = (path) => new URL(`../../${path}`, import.meta.url);
const text = (path) => readFileSync(at(path), 'utf8');
const sources = readdirSync(at('src'), { recursive: true })
  .map((name) => `src/${name}`)
  .filter((name) => /\.(ts|css)$/.test(name));
const catalogues = {
  en: JSON.parse(text('src/messages/en.json')),
  sl: JSON.parse(text('src/messages/sl.json')),
};

test('both languages have the same keys, none empty', () => {
  assert.deepEqual(Object.keys(catalogues.sl).sort(), Object.keys(catalogues.en).sort());
  for (const [lang, words] of Object.entries(catalogues)) {
    for (const [key, value] of Object.entries(words)) assert.ok(value.trim(), `${lang} ${key}`);
  }
});

test('both languages fill in the same places', () => {
  const places = (words) => [...words.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort();
  for (const [key, words] of Object.entries(catalogues.en)) {
    assert.deepEqual(places(catalogues.sl[key]), places(words), key);
  }
});

test('no catalogue names a key twice', () => {
  for (const lang of ['en', 'sl']) {
    const keys = [...text(`src/messages/${lang}.json`).matchAll(/^ {2}"([^"]+)":/gm)];
    assert.equal(keys.length, Object.keys(catalogues[lang]).length, lang);
  }
});

test('every key that the code asks for is in the catalogue, and none is left over', () => {
  const code = sources.map(text).join('\n');
  const asked = [...code.matchAll(/\bt(?:Or)?\(\s*'([\w.]+)'/g)].map((m) => m[1]);
  for (const key of asked) assert.ok(key in catalogues.en, key);
  const literals = new Set([...code.matchAll(/'([\w.]+)'/g)].map((m) => m[1]));
  const families = [...code.matchAll(/`([\w.]+)\.\$\{/g)].map((m) => m[1]);
  for (const key of Object.keys(catalogues.en)) {
    const used = literals.has(key) || families.some((family) => key.startsWith(`${family}.`));
    assert.ok(used, `${key} is in the catalogue, but nothing asks for it`);
  }
});

test('no source file is longer than 250 lines', () => {
  for (const name of sources) {
    if (name.startsWith('src/style/')) continue;
    const lines = text(name).split('\n').length - 1;
    assert.ok(lines <= 250, `${name} has ${lines} lines`);
  }
});

test('no source names another host', () => {
  for (const name of [...sources, 'index.html']) {
    const hosts = [...text(name).matchAll(/https?:\/\/[\w.-]+/g)].map((m) => m[0]);
    const foreign = hosts.filter((host) => host !== 'http://www.w3.org');
    assert.deepEqual(foreign, [], name);
  }
});

function tokens(theme) {
  const css = text('src/style/tokens.css');
  const block = new RegExp(`\\[data-theme='${theme}'\\] \\{([^}]*)\\}`).exec(css)[1];
  return Object.fromEntries([...block.matchAll(/--([\w-]+): (#\w{6});/g)].map((m) => [m[1], m[2]]));
}

/** Relative luminance and contrast of WCAG 2.2. */
function luminance(hex) {
  const [r, g, b] = [1, 3, 5]
    .map((i) => parseInt(hex.slice(i, i + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a, b) {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

const TEXT_PAIRS = [
  ['text', 'panel'],
  ['text', 'sunken'],
  ['text', 'accent-soft'],
  ['muted', 'panel'],
  ['muted', 'sunken'],
  ['good', 'panel'],
  ['bad', 'panel'],
  ['accent-text', 'accent'],
  ['badge-text', 'badge'],
];
const SHAPE_PAIRS = [
  ['accent', 'panel'],
  ['mark', 'panel'],
  ['bar-now', 'panel'],
  ['line-strong', 'panel'],
  ['sensor', 'land'],
  ['bin', 'land'],
  ['stop', 'land'],
];

for (const theme of ['light', 'dark']) {
  test(`contrast of the ${theme} theme: 4.5 for text, 3 for shapes`, () => {
    const token = tokens(theme);
    for (const [a, b] of TEXT_PAIRS) {
      assert.ok(
        contrast(token[a], token[b]) >= 4.5,
        `${a} on ${b}: ${contrast(token[a], token[b])}`,
      );
    }
    for (const [a, b] of SHAPE_PAIRS) {
      assert.ok(contrast(token[a], token[b]) >= 3, `${a} on ${b}: ${contrast(token[a], token[b])}`);
    }
  });
}

/** Titles and folded problems of the shipped scenarios; a changed one wants new words. */
test('the shipped scenarios and layers have words in the other language', () => {
  const known = JSON.parse(text('src/messages/served-sl.json'));
  const files = readdirSync(at('../scenarios')).filter((name) => name.endsWith('.yaml'));
  assert.ok(files.length >= 8);
  const english = new Set();
  for (const name of files) {
    const yaml = text(`../scenarios/${name}`);
    english.add(/^title: "?(.*?)"?$/m.exec(yaml)[1]);
    const problem = /^problem: >-\n((?: +.*\n)+)/m.exec(yaml)[1];
    english.add(problem.trim().split(/\s+/).join(' '));
  }
  assert.deepEqual(Object.keys(known.scenarios).sort(), [...english].sort());
  const java = readdirSync(at('../src/main/java/city/emona/layers'), { recursive: true })
    .filter((name) => name.endsWith('.java'))
    .map((name) => text(`../src/main/java/city/emona/layers/${name}`))
    .join('\n')
    .replace(/"\s*\+\s*name\(p\)\s*\+\s*"/g, '{p}')
    .replace(/"\s*\+\s*"/g, '');
  for (const words of Object.keys(known.layers)) assert.ok(java.includes(`"${words}.`), words);
});

/** What of an import is an estimate, in the words of the importers. */
test('estimates have words in the other language', () => {
  const known = JSON.parse(text('src/messages/served-sl.json')).estimates;
  const files = ['estimate/CityEstimates', 'osm/OsmCity'];
  const java = files.map((f) => text(`../src/main/java/city/emona/geodata/${f}.java`)).join('\n');
  const literals = [...java.matchAll(/"([a-z][a-z, ]+): ([^"]*)"/g)];
  assert.ok(literals.length >= 6);
  for (const [, name, how] of literals) {
    assert.ok(name in known, name);
    // What ends in a blank goes on with a number or a source.
    if (how && !how.endsWith(' ')) assert.ok(how in known, how);
  }
});

test('a number and its unit stay on one line, and Slovene writes a decimal comma', () => {
  for (const [lang, words] of Object.entries(catalogues)) {
    for (const [key, value] of Object.entries(words)) {
      assert.doesNotMatch(value, /(\}|\d) (%|€|min|km)/, `${lang} ${key}`);
      if (lang === 'sl') assert.doesNotMatch(value, /\d\.\d/, key);
    }
  }
});
