// Says what state xterm.js is in after some input. One request per line on stdin, base64 of JSON:
//
//   {"columns": 80, "rows": 24, "scrollback": 100, "strict": false,
//    "steps": [{"write": "<base64>"}, {"resize": [100, 30]}]}
//
// One answer per line on stdout, three texts in base64 with blanks between: the state as canonical
// JSON, a line per part; what the terminal answered to questions; and, a line each, why no dump of
// this state can be exact.
//
// "strict" shows cells as they are; else those that no stream of text can draw are shown empty.
// Looks into the terminal's internals, as the public API lacks half of the state.
import { createInterface } from 'node:readline';
import unicode11 from '@xterm/addon-unicode11';
import headless from '@xterm/headless';

const UNDERLINE = 1 << 28;
const EXTENDED = 1 << 28;
const BLANK = '0/1/0/0/0/0';

function color(value) {
  const mode = value & 0x3000000;
  const bits = mode === 0 ? 0 : mode === 0x3000000 ? 0xffffff : 0xff;
  return (mode | (value & bits)).toString(16);
}

const rawStyle = (ext) => (ext._ext & 0x1c000000) >>> 26;
const hex = (text) => [...text].map((c) => c.codePointAt(0).toString(16)).join('.');

/** Everything that has been linked, as the terminal forgets links whose lines are gone. */
class Links {
  constructor(service) {
    this.data = new Map();
    this.order = [];
    const register = service.registerLink.bind(service);
    service.registerLink = (data) => {
      const id = register(data);
      this.data.set(id, data);
      return id;
    };
  }

  name(urlId) {
    if (!urlId) return '';
    const data = this.data.get(urlId);
    const key = data.id === undefined ? '#' + urlId : data.id + ';' + data.uri;
    if (!this.order.includes(key)) this.order.push(key);
    return '/' + this.order.indexOf(key) + '-' + hex(data.uri);
  }
}

class Reporter {
  constructor(terminal, links, strict) {
    this.core = terminal._core;
    this.cols = this.core.cols;
    this.rows = this.core.rows;
    this.links = links;
    links.order = [];
    this.strict = strict;
    this.inexact = new Set();
  }

  wcwidth(codePoint) {
    return this.core.unicodeService.wcwidth(codePoint);
  }

  /** Whether a character, or nothing, is where it can be in a line that was printed. */
  isWhole(line, x) {
    const width = line.getWidth(x);
    if (!line.hasContent(x)) {
      return width === 1 || (width === 0 && x > 0 && line.getWidth(x - 1) === 2 && this.isWhole(line, x - 1));
    }
    if (width === 2 && !(x + 1 < this.cols && line.getWidth(x + 1) === 0 && !line.hasContent(x + 1))) return false;
    return this.wcwidth(line.getString(x).codePointAt(0)) === width && (width > 0 || !line.isCombined(x));
  }

  style(line, x) {
    const fg = line.getFg(x);
    const bg = line.getBg(x);
    const ext = bg & EXTENDED ? line._extendedAttrs[x] : undefined;
    const shown = ext ? ext.underlineStyle : 0;
    let underline = '0';
    if (fg & UNDERLINE) {
      underline = (ext ? shown : 1) + '-' + (ext ? color(ext.underlineColor) : '0');
    } else if (shown && !ext.urlId) {
      underline = 'h' + shown;
    }
    const flags = ((fg >>> 26) & ~4 & 63).toString(16) + '.' + ((bg >>> 26) & ~4 & 63).toString(16);
    const link = ext ? this.links.name(ext.urlId) : '';
    return color(fg) + '/' + color(bg) + '/' + (flags === '0.0' ? '0' : flags) + '/' + underline + link;
  }

  isStyledBlank(line, x) {
    return !line.hasContent(x) && line.getWidth(x) === 1 && !/^0\/[0-9a-f]+\/0\/0$/.test(this.style(line, x));
  }

  cell(line, x) {
    if (!this.strict && !this.isWhole(line, x)) {
      this.inexact.add('half of a wide character');
      return '0/1/0/' + color(line.getBg(x)) + '/0/0';
    }
    return (hex(line.getString(x)) || '0') + '/' + line.getWidth(x) + '/' + this.style(line, x);
  }

  line(line) {
    const cells = [];
    for (let x = 0; x < this.cols; x++) {
      cells.push(this.cell(line, x));
    }
    while (cells.length && cells[cells.length - 1] === BLANK) cells.pop();
    const runs = [];
    for (let i = 0; i < cells.length; ) {
      let j = i;
      while (j < cells.length && cells[j] === cells[i]) j++;
      runs.push(j - i > 1 ? cells[i] + ' *' + (j - i) : cells[i]);
      i = j;
    }
    return (line.isWrapped ? 'wrapped ' : '') + runs.join(' ');
  }

  charset(value) {
    return value ? Object.entries(value).map(([k, v]) => k + v).join('').slice(0, 6) : 'B';
  }

  saved(buffer) {
    const attributes = buffer.savedCurAttrData;
    return {
      x: Math.min(buffer.savedX, this.cols - 1),
      y: buffer.savedY,
      fg: color(attributes.fg) + '.' + (attributes.fg >>> 26).toString(16),
      bg: color(attributes.bg) + '.' + (attributes.bg >>> 26).toString(16),
      charset: this.charset(buffer.savedCharset),
    };
  }

  buffer(buffer, active) {
    let x = buffer.x;
    if (!active) {
      x = Math.min(x, this.cols - 1);
    } else if (!this.strict && !buffer._hasScrollback && x >= this.cols) {
      const line = buffer.lines.get(buffer.ybase + buffer.y);
      const last = this.cols - 1;
      if (!this.isWhole(line, last) || (!line.hasContent(last) && line.getWidth(last) === 1)) {
        this.inexact.add('pending wrap behind emptiness');
        x = last;
      } else if (!this.isReachable(this.core._inputHandler._curAttrData)) {
        this.inexact.add('pending wrap and a pen that cannot be changed');
      }
    }
    const lastLine = buffer.lines.get(buffer.ybase + this.rows - 1);
    if (this.isStyledBlank(lastLine, this.cols - 1) && this.isStyledBlank(lastLine, this.cols - 2)) {
      this.inexact.add('styled emptiness at the end');
    }
    const origin = this.core.coreService.decPrivateModes.origin;
    if (active && origin && (buffer.y < buffer.scrollTop || buffer.y > buffer.scrollBottom)) {
      this.inexact.add('outside of the region that is the origin');
    }
    const tabs = Object.keys(buffer.tabs).map(Number).filter((tab) => tab < this.cols && buffer.tabs[tab]);
    const parts = [
      JSON.stringify({ ybase: buffer.ybase, x, y: buffer.y, top: buffer.scrollTop, bottom: buffer.scrollBottom }),
      JSON.stringify({ tabs: tabs.sort((a, b) => a - b) }),
      JSON.stringify({ saved: this.saved(buffer) }),
    ];
    for (let y = 0; y < buffer.ybase + this.rows; y++) {
      parts.push(JSON.stringify(y + ' ' + this.line(buffer.lines.get(y))));
    }
    return parts;
  }

  /** Whether nothing of an underline or a link was ever written with this pen. */
  isStale(pen) {
    return pen.bg & EXTENDED && !(pen.fg & UNDERLINE) && !rawStyle(pen.extended) && !pen.extended.urlId;
  }

  /** Whether sequences lead to this pen, and not only a saved cursor. */
  isReachable(pen) {
    const style = rawStyle(pen.extended);
    const counts = (pen.bg & EXTENDED) !== 0;
    return (
      ((pen.fg & UNDERLINE) !== 0) === (style !== 0) &&
      (this.isStale(pen) || counts === (style !== 0 || pen.extended.urlId !== 0))
    );
  }

  pen() {
    const pen = this.core._inputHandler._curAttrData;
    const saved = this.core.buffer.savedCurAttrData;
    const style = rawStyle(pen.extended);
    const url = pen.extended.urlId;
    let flags = pen.bg >>> 26;
    if (this.isStale(pen)) flags &= ~4;
    if (!this.isReachable(pen) && ((pen.fg ^ saved.fg) & UNDERLINE || (pen.bg ^ saved.bg) & EXTENDED)) {
      this.inexact.add('pen');
    }
    return {
      fg: color(pen.fg) + '.' + (pen.fg >>> 26).toString(16),
      bg: color(pen.bg) + '.' + flags.toString(16),
      underline: style,
      underlineColor: color(pen.extended.underlineColor),
      link: this.links.name(url),
    };
  }

  state() {
    const core = this.core;
    const { normal, alt, active } = core.buffers;
    const charsets = core._charsetService;
    const sets = [0, 1, 2, 3].map((set) => this.charset(charsets._charsets[set]));
    const detached = this.charset(charsets.charset) !== sets[charsets.glevel];
    if (detached && this.charset(charsets.charset) !== this.charset(active.savedCharset)) {
      this.inexact.add('charset');
    }
    const join = core._inputHandler._parser.precedingJoinState >> 1;
    const modes = { ...core.coreService.decPrivateModes };
    delete modes.synchronizedOutput;
    const parts = [
      JSON.stringify({ columns: this.cols, rows: this.rows, active: active === alt ? 'alternate' : 'main' }),
      JSON.stringify({
        applicationCursor: modes.applicationCursorKeys,
        applicationKeypad: modes.applicationKeypad,
        bracketedPaste: modes.bracketedPasteMode,
        insert: core.coreService.modes.insertMode,
        origin: modes.origin,
        reverseWrap: modes.reverseWraparound,
        focusEvents: modes.sendFocus,
        autoWrap: modes.wraparound,
        cursorHidden: core.coreService.isCursorHidden,
        newLine: core.optionsService.rawOptions.convertEol,
        cursorBlinks: core.optionsService.rawOptions.cursorBlink,
      }),
      JSON.stringify({ cursorStyle: modes.cursorStyle ?? '', cursorBlink: modes.cursorBlink ?? '' }),
      JSON.stringify({ mouse: core.coreMouseService.activeProtocol, encoding: core.coreMouseService.activeEncoding }),
      JSON.stringify({ title: hex(core._inputHandler._windowTitle), icon: hex(core._inputHandler._iconName) }),
      JSON.stringify({ charsets: sets, level: charsets.glevel, charset: this.charset(charsets.charset) }),
    ];
    const main = this.buffer(normal, active === normal);
    const other = active === alt ? this.buffer(alt, true) : [JSON.stringify({ saved: this.saved(alt) })];
    parts.push(JSON.stringify({ pen: this.pen() }));
    parts.push(JSON.stringify({ join: !this.strict && this.inexact.size ? 0 : join }));
    return [...parts, ...main, ...other].join('\n');
  }
}

function run(request) {
  const terminal = new headless.Terminal({
    cols: request.columns,
    rows: request.rows,
    scrollback: request.scrollback,
    allowProposedApi: true,
    logLevel: 'off',
  });
  // As the web app has it.
  terminal.loadAddon(new unicode11.Unicode11Addon());
  terminal.unicode.activeVersion = '11';
  const links = new Links(terminal._core._oscLinkService);
  let replies = '';
  terminal.onData((data) => (replies += data));
  terminal.onBinary((data) => (replies += data));
  const colors = new Map();
  terminal._core._inputHandler.onColor((events) => {
    for (const event of events) {
      if (event.type === 0) replies += 'color ' + event.index;
      if (event.type === 1) colors.set(event.index, event.color.join(','));
      if (event.type === 2) event.index === undefined ? clearIndexed(colors) : colors.delete(event.index);
    }
  });
  for (const step of request.steps) {
    if (step.write !== undefined) {
      terminal._core.writeSync(Buffer.from(step.write, 'base64'));
    } else {
      terminal.resize(step.resize[0], step.resize[1]);
    }
  }
  const reporter = new Reporter(terminal, links, request.strict);
  const palette = [...colors].sort((a, b) => a[0] - b[0]).map(([index, value]) => index + ':' + value);
  const state = reporter.state() + '\n' + JSON.stringify({ palette });
  terminal.dispose();
  return { state, replies, inexact: [...reporter.inexact] };
}

function clearIndexed(colors) {
  for (const index of [...colors.keys()]) {
    if (index < 256) colors.delete(index);
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    answer = run(JSON.parse(Buffer.from(line, 'base64').toString()));
  } catch (error) {
    answer = { state: 'error: ' + error.stack, replies: '', inexact: ['error'] };
  }
  const texts = [answer.state, answer.replies, answer.inexact.join('\n')];
  process.stdout.write(texts.map((text) => Buffer.from(text).toString('base64')).join(' ') + '\n');
}
