import { describe, expect, test } from 'vitest';
import { InputQueue, MAX_WAITING_BYTES } from '../src/terminal/input-queue';
import { InputStream } from '../src/terminal/input-stream';
import { ByteLog, utf8 } from './pieces';
import { SeededRandom } from './random';

/** A queue before a server that takes what it is sent when it is told to. */
class Feed {
  readonly stream = new InputStream();
  readonly queue = new InputQueue(this.stream);
  readonly heard = new ByteLog();
  largestPending = 0;

  constructor() {
    this.stream.attach(0, Number.MAX_SAFE_INTEGER, true);
  }

  /** The server takes the next piece; false: there is none. */
  take(): boolean {
    this.queue.fill();
    this.largestPending = Math.max(this.largestPending, this.stream.pending);
    const chunk = this.stream.next();
    if (!chunk) return false;
    this.heard.push(chunk.payload);
    this.stream.acknowledge(chunk.offset + chunk.payload.length);
    return true;
  }

  takeAll(): string {
    while (this.take());
    return this.heard.text;
  }
}

const paste = (text: string) => ({ opening: '<', text, closing: '>' });

describe('InputQueue', () => {
  test('what is typed goes at once', () => {
    const feed = new Feed();
    feed.queue.type(utf8('a'));
    expect(feed.stream.pending).toBe(1);
    expect(feed.queue.paste).toBeUndefined();
  });

  test('a paste of 10 MB arrives once, bracketed once, and the stream never holds much of it', () => {
    const feed = new Feed();
    const text = 'zwölf Boxkämpfer 世界\r'.repeat(400_000);
    feed.queue.type(utf8('before '));
    feed.queue.addPaste(paste(text));
    expect(feed.queue.paste?.totalBytes).toBe(utf8(text).length + 1);
    const heard = feed.takeAll();
    expect(heard.length).toBe(text.length + 'before <>'.length);
    expect(heard === `before <${text}>`).toBe(true);
    expect(feed.largestPending).toBeLessThanOrEqual(128 * 1024);
    expect([feed.queue.paste, feed.queue.pending]).toEqual([undefined, 0]);
  });

  test('what is typed meanwhile waits behind it', () => {
    const feed = new Feed();
    const text = 'x'.repeat(500_000);
    feed.queue.addPaste(paste(text));
    feed.take();
    feed.queue.type(utf8('typed'));
    feed.queue.addPaste(paste('second'));
    feed.queue.type(utf8('!'));
    expect(feed.takeAll() === `<${text}>typed<second>!`).toBe(true);
  });

  test('progress only grows, to the end', () => {
    const feed = new Feed();
    feed.queue.addPaste(paste('x'.repeat(1_000_000)));
    let done = 0;
    while (feed.take()) {
      const progress = feed.queue.paste;
      if (!progress) break;
      expect(progress.doneBytes).toBeGreaterThanOrEqual(done);
      done = progress.doneBytes;
    }
    expect(done).toBeGreaterThan(800_000);
  });

  test.each([1, 2, 3, 4, 5, 6])(
    'cancelled anywhere, it ends with its bracket and a whole character (seed %i)',
    (seed) => {
      const random = new SeededRandom(seed);
      const feed = new Feed();
      const text = '世界🙂é'.repeat(60_000);
      feed.queue.addPaste(paste(text));
      for (let piece = random.integer(0, 60); piece > 0; piece--) feed.take();
      feed.queue.type(utf8('after'));
      feed.queue.cancelPastes();
      const heard = feed.takeAll();
      expect(heard.startsWith('<')).toBe(true);
      expect(heard.endsWith('>after')).toBe(true);
      const arrived = heard.slice(1, -'>after'.length);
      expect(text.startsWith(arrived)).toBe(true);
      expect(arrived.length).toBeLessThan(text.length);
    },
  );

  test('a paste that waits behind another leaves no trace when it is cancelled', () => {
    const feed = new Feed();
    feed.queue.addPaste(paste('x'.repeat(500_000)));
    feed.queue.addPaste(paste('never'));
    feed.queue.cancelPastes();
    expect(feed.takeAll().endsWith('x>')).toBe(true);
  });

  test('takes no more than it may hold', () => {
    const feed = new Feed();
    expect(feed.queue.addPaste(paste('x'.repeat(MAX_WAITING_BYTES + 1)))).toBe(false);
    expect(feed.queue.pending).toBe(0);
  });
});
