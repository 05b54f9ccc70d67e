import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SerializeAddon } from '@xterm/addon-serialize';
import headless from '@xterm/headless';
import type { GridSize } from '../../src/terminal/viewer';
import type { Program, ProgramListener, ScreenModel } from './program';

const SCROLLBACK_LINES = 2_000;

/** A real bash on a real PTY, by way of script(1), as Node has no PTY of its own. */
export function startShell(size: GridSize, listener: ProgramListener): Program {
  const directory = mkdtempSync(join(tmpdir(), 'devtail-e2e-'));
  const ttyFile = join(directory, 'tty');
  const command = `tty > ${ttyFile}; stty rows ${size.rows} cols ${size.columns} iutf8; exec bash --norc --noprofile -i`;
  const script = spawn('script', ['-qefc', command, '/dev/null'], {
    env: {
      PATH: process.env['PATH'],
      HOME: directory,
      TERM: 'xterm-256color',
      LANG: 'C.UTF-8',
      HISTFILE: '/dev/null',
      SHELL: '/bin/bash',
    },
    stdio: ['pipe', 'pipe', 'ignore'],
    cwd: directory,
  });
  script.stdout.on('data', (bytes: Buffer) => listener.output(new Uint8Array(bytes)));
  // The shell may still be on its way out.
  const removeDirectory = (): void =>
    rmSync(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  script.on('close', (code) => {
    removeDirectory();
    listener.exited(code ?? 0);
  });
  return {
    write: (bytes) => script.stdin.write(bytes),
    resize: ({ columns, rows }) => {
      try {
        execFile('stty', ['-F', readFileSync(ttyFile, 'utf8').trim(), 'rows', String(rows), 'cols', String(columns)]);
      } catch {
        // It has not started yet, or has ended.
      }
    },
    // Its end closes the PTY, which hangs up on everything in it.
    hangUp: () => {
      script.kill('SIGKILL');
      removeDirectory();
    },
    setReading: (reading) => (reading ? script.stdout.resume() : script.stdout.pause()),
  };
}

/** The screen, kept by xterm.js without a page. */
export function xtermScreen(size: GridSize): ScreenModel {
  const terminal = new headless.Terminal({
    cols: size.columns,
    rows: size.rows,
    scrollback: SCROLLBACK_LINES,
    allowProposedApi: true,
  });
  const serializer = new SerializeAddon();
  terminal.loadAddon(serializer);
  return {
    write: (bytes) => terminal.write(bytes),
    resize: ({ columns, rows }) => terminal.resize(columns, rows),
    dump: (ready) => terminal.write('', () => ready(new TextEncoder().encode(serializer.serialize()))),
  };
}
