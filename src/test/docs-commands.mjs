// Runs every command of the documents: each line of a ```sh block in README.md, CONTRIBUTING.md and src/docs. A server
// started by a document (`./emona demo`, `./emona serve`) stays up until the document ends, on a port of its own.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const top = resolve(import.meta.dirname, '../..');
const limitMs = 600_000;

function documents() {
  const found = ['README.md', 'CONTRIBUTING.md'];
  const walk = (dir) => {
    for (const name of readdirSync(join(top, dir)).sort()) {
      const path = `${dir}/${name}`;
      if (statSync(join(top, path)).isDirectory()) walk(path);
      else if (name.endsWith('.md')) found.push(path);
    }
  };
  walk('src/docs');
  return found;
}

function commands(document) {
  const text = readFileSync(join(top, document), 'utf8');
  return [...text.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap((m) =>
    m[1]
      .replace(/\\\n\s*/g, ' ')
      .split('\n')
      .map((line) => line.replace(/\s+#\s.*$/, '').trim())
      .filter((line) => line && !line.startsWith('#')),
  );
}

function freePort() {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

function startServer(line, cwd) {
  return new Promise((done, failed) => {
    const child = spawn('bash', ['-c', `exec ${line}`], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let errors = '';
    const timer = setTimeout(() => failed(new Error(`no "Ready:" in time: ${line}\n${errors}`)), limitMs);
    child.stderr.on('data', (d) => (errors = (errors + d).slice(-4000)));
    child.stdout.on('data', (d) => {
      if (String(d).includes('Ready:')) {
        clearTimeout(timer);
        done(child);
      }
    });
    child.on('exit', (code) => failed(new Error(`exit code ${code}: ${line}\n${errors}`)));
  });
}

let passed = 0;
const failures = [];
for (const document of documents()) {
  const lines = commands(document);
  if (lines.length === 0) continue;
  const cwd = mkdtempSync(join(tmpdir(), 'emona-docs-'));
  for (const name of readdirSync(top)) {
    if (!name.startsWith('.') && !name.endsWith('.gpkg')) symlinkSync(join(top, name), join(cwd, name));
  }
  const port = await freePort();
  const servers = [];
  for (const written of lines) {
    // The whole check is what is running now; a clone of the repository is what it runs in.
    if (/^(\.\/emona test|git clone|cd )/.test(written)) continue;
    let line = written.replaceAll('8080', String(port));
    try {
      if (/^\.\/emona (demo|serve)\b/.test(line)) {
        if (!line.includes('--port')) line += ` --port ${port}`;
        servers.push(await startServer(line, cwd));
      } else {
        const r = spawnSync('bash', ['-c', `set -eo pipefail; ${line}`], { cwd, encoding: 'utf8', timeout: limitMs });
        if (r.status !== 0) throw new Error(`exit code ${r.status}: ${line}\n${(r.stdout + r.stderr).slice(-2000)}`);
      }
      passed++;
      console.log(`ok   ${document}: ${written}`);
    } catch (e) {
      failures.push(e);
      console.log(`FAIL ${document}: ${e.message}`);
    }
  }
  for (const s of servers) {
    s.removeAllListeners('exit');
    const gone = new Promise((done) => s.on('exit', done));
    s.kill('SIGTERM');
    await gone;
  }
  rmSync(cwd, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failures.length} failed`);
process.exit(failures.length === 0 && passed > 0 ? 0 : 1);
