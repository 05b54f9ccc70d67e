/** A line of text, and where in the output it begins. */
export interface PlainLine {
  readonly offset: number;
  readonly text: string;
}

type State = 'text' | 'escape' | 'escapeMore' | 'control' | 'string' | 'stringEscape';

const ESCAPE = 0x1b;
const MAX_COLUMNS = 65_536;
const MAX_PARAMETER = 100_000;

/**
 * The lines of text in what a program has printed, without escape sequences. A line is overwritten as on a
 * screen while the cursor stays in it; whatever moves the cursor elsewhere ends it. As terminal-service's
 * LineExtractor, which searches.
 */
export function plainLines(offset: number, bytes: Uint8Array): PlainLine[] {
  const reader = new Reader();
  const decoder = new TextDecoder();
  let begin = 0;
  for (let i = 0; i < bytes.length; i++) {
    // A piece has no more than one line, so that its beginning is the line's.
    const last = i + 1 === bytes.length;
    if (last || bytes[i] === 0x0a || bytes[i + 1] === ESCAPE) {
      reader.write(offset + begin, decoder.decode(bytes.subarray(begin, i + 1), { stream: !last }));
      begin = i + 1;
    }
  }
  return reader.end();
}

class Reader {
  readonly #lines: PlainLine[] = [];
  #line: string[] = [];
  /** Where the line begins. */
  #begin = 0;
  #at = 0;
  #column = 0;
  #state: State = 'text';
  #parameter = 0;
  #firstParameter = true;

  write(at: number, text: string): void {
    this.#at = at;
    for (const character of text) this.#take(character);
  }

  end(): PlainLine[] {
    this.#endLine(false);
    return this.#lines;
  }

  #take(character: string): void {
    switch (this.#state) {
      case 'text':
        return this.#text(character);
      case 'escape':
        return this.#escape(character);
      case 'escapeMore':
        this.#state = 'text';
        return;
      case 'control':
        return this.#control(character);
      case 'string':
        if (character === '\x07' || character === '\x9c') this.#state = 'text';
        else if (character === '\x1b') this.#state = 'stringEscape';
        return;
      case 'stringEscape':
        this.#state = character === '\\' ? 'text' : 'string';
    }
  }

  #text(character: string): void {
    switch (character) {
      case '\x1b':
        this.#state = 'escape';
        return;
      case '\r':
        this.#column = 0;
        return;
      case '\n':
      case '\x0b':
      case '\x0c':
        this.#endLine(true);
        return;
      case '\b':
        this.#column = Math.max(0, this.#column - 1);
        return;
      case '\t':
        do this.#put(' ');
        while (this.#column % 8 !== 0);
        return;
      default:
        if (character >= ' ' && (character < '\x7f' || character > '\x9f')) this.#put(character);
    }
  }

  #put(character: string): void {
    if (this.#column >= MAX_COLUMNS) this.#endLine(false);
    if (this.#line.length === 0) this.#begin = this.#at;
    while (this.#line.length < this.#column) this.#line.push(' ');
    this.#line[this.#column] = character;
    this.#column += 1;
  }

  #endLine(evenEmpty: boolean): void {
    const text = this.#line.join('').trimEnd();
    if (evenEmpty || text !== '') {
      this.#lines.push({ offset: this.#line.length === 0 ? this.#at : this.#begin, text });
    }
    this.#line = [];
    this.#column = 0;
  }

  #escape(character: string): void {
    this.#state = 'text';
    if (character === '[') {
      this.#state = 'control';
      this.#parameter = 0;
      this.#firstParameter = true;
    } else if (']PX^_'.includes(character)) {
      this.#state = 'string';
    } else if (' #%()*+-./'.includes(character)) {
      this.#state = 'escapeMore';
    } else if ('DEMc'.includes(character)) {
      this.#endLine(false);
    }
  }

  #control(character: string): void {
    if (character >= '0' && character <= '9') {
      if (this.#firstParameter) this.#parameter = Math.min(this.#parameter * 10 + Number(character), MAX_PARAMETER);
    } else if (character === ';' || character === ':') {
      this.#firstParameter = false;
    } else if (character >= '@' && character <= '~') {
      this.#state = 'text';
      this.#move(character, Math.max(1, this.#parameter));
    }
  }

  #move(kind: string, count: number): void {
    if (kind === 'C') this.#column = Math.min(this.#column + count, MAX_COLUMNS);
    else if (kind === 'D') this.#column = Math.max(0, this.#column - count);
    else if (kind === 'G' || kind === '`') this.#column = Math.min(count - 1, MAX_COLUMNS);
    else if (kind === 'P') this.#line.splice(this.#column, count);
    else if (kind === 'K') {
      if (this.#parameter === 0) this.#line.length = Math.min(this.#line.length, this.#column);
      else if (this.#parameter === 2) this.#line = [];
    } else if ('ABEFHJLMSTdfr'.includes(kind)) this.#endLine(false);
  }
}
