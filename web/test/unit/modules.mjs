/** Loads TypeScript modules of the viewer for tests in Node, through Vite. */
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';

// The address of the page, which api.ts asks for when it loads.
globalThis.document ??= { baseURI: 'http://localhost/', documentElement: {} };

const root = fileURLToPath(new URL('../..', import.meta.url));

export async function openModules() {
  const server = await createServer({
    root,
    configFile: false,
    logLevel: 'error',
    appType: 'custom',
    server: { middlewareMode: true, watch: null, ws: false, hmr: false },
    optimizeDeps: { noDiscovery: true, include: [] },
  });
  return {
    load: (path) => server.ssrLoadModule(path),
    close: () => server.close(),
  };
}

/** Repeatable random numbers in [0, 1): mulberry32. */
export function random(seed) {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = a;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
