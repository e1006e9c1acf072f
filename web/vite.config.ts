import { defineConfig } from 'vite';

// The API is served by the jar; `npm run dev` sends its paths there (EMONA_URL, default port 8080).
const server = (globalThis as { process?: { env: Record<string, string | undefined> } }).process
  ?.env['EMONA_URL'];
const target = server ?? 'http://localhost:8080';

export default defineConfig({
  base: './',
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      output: {
        // The map library changes rarely, our code often: two files, so that a release keeps the cache.
        codeSplitting: { groups: [{ name: 'maplibre', test: /node_modules/ }] },
      },
    },
  },
  server: {
    // The host stays that of the page: the server takes writes from its own pages only.
    proxy: Object.fromEntries(
      ['/api', '/tiles', '/ogc', '/wms'].map((path) => [path, { target, changeOrigin: false }]),
    ),
  },
});
