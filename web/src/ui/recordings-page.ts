import type { RecordingHit } from '../gen/devtail/v1/edge_pb';
import type { Recording } from '../gen/devtail/v1/model_pb';
import { messageOf } from '../net/errors';
import type { PlayerSource } from '../recording/player';
import type { Recordings } from '../recording/recordings';
import { ALL_RECORDINGS, routeToRecording, type ShowRecordings } from '../route';
import { copyText } from './clipboard';
import { confirmDialog } from './dialogs';
import { element, iconButton } from './dom';
import { clockText } from './format';
import { PlayerView } from './player-view';
import { factsOf, RecordingRow } from './recording-row';
import { isTouchDevice } from './viewport';

/** Recordings that are listed at once; a button shows as many more. */
const LISTED_AT_ONCE = 200;
/** The user has stopped typing. */
const SEARCH_AFTER_MS = 250;
/** As the protocol's rule for a query, which counts bytes. */
const MAX_QUERY_CHARS = 200;

export interface RecordingsPageEvents {
  wantsTerminals(): void;
  /** The address of what is shown has changed. */
  moved(route: ShowRecordings): void;
  download(recording: Recording): void;
  /** @param words what the user is to know of it */
  linkCopied(words: string): void;
  /** Something that the user has asked for did not work. */
  failed(error: unknown): void;
}

/** The user's recordings: a list, a search through all of them, and a player for one. */
export class RecordingsPage {
  readonly root = element('section', { className: 'page', 'aria-label': 'Recordings', hidden: true });
  readonly #recordings: Recordings;
  readonly #events: RecordingsPageEvents;
  readonly #index = element('div', { className: 'page-body' });
  readonly #search = element('input', {
    className: 'page-search',
    type: 'search',
    placeholder: 'Search in all recordings',
    'aria-label': 'Search in all recordings',
    maxLength: MAX_QUERY_CHARS,
    autocapitalize: 'none',
    spellcheck: false,
  });
  readonly #list = element('ul', { className: 'recordings', 'aria-label': 'Recordings' });
  readonly #hits = element('ul', { className: 'hits', 'aria-label': 'Lines found', hidden: true });
  readonly #message = element('p', { className: 'page-message', hidden: true });
  readonly #more = element('button', { className: 'button', type: 'button', hidden: true }, 'Show more');
  #rows: ReadonlyMap<string, RecordingRow> = new Map();
  #route: ShowRecordings | undefined;
  #player: { readonly id: string; readonly view: PlayerView } | undefined;
  #listed: readonly Recording[] = [];
  #limit = LISTED_AT_ONCE;
  #timer = 0;
  /** Counts questions: of several answers only the last question's is shown. */
  #asked = 0;

  constructor(recordings: Recordings, events: RecordingsPageEvents) {
    this.#recordings = recordings;
    this.#events = events;
    this.#message.setAttribute('role', 'status');
    this.#search.oninput = () => {
      window.clearTimeout(this.#timer);
      this.#timer = window.setTimeout(() => void this.refresh(), SEARCH_AFTER_MS);
    };
    this.#more.onclick = () => {
      this.#limit += LISTED_AT_ONCE;
      this.#showList(this.#listed);
    };
    this.#index.append(
      element(
        'header',
        { className: 'page-bar' },
        iconButton('Terminals', 'left', () => events.wantsTerminals()),
        element('h1', {}, 'Recordings'),
        this.#search,
      ),
      element('div', { className: 'page-content' }, this.#message, this.#list, this.#more, this.#hits),
    );
    this.root.append(this.#index);
  }

  /** What is shown; undefined: the page is not. */
  get route(): ShowRecordings | undefined {
    return this.#route;
  }

  show(route: ShowRecordings): void {
    this.#route = route;
    this.root.hidden = false;
    const { recordingId, timeMs } = route;
    if (recordingId === undefined) {
      this.#closePlayer();
      if (!isTouchDevice()) this.#search.focus();
      void this.refresh();
    } else if (this.#player?.id === recordingId) {
      if (timeMs !== undefined) this.#player.view.showMoment(timeMs);
    } else {
      void this.#openPlayer(recordingId, timeMs);
    }
  }

  hide(): void {
    this.#route = undefined;
    this.root.hidden = true;
    this.#closePlayer();
  }

  followTheme(): void {
    this.#player?.view.followTheme();
  }

  /** Looks after the list: recordings begin, grow and end elsewhere, too. */
  async watch(): Promise<void> {
    if (this.#search.value.trim() === '') await this.refresh();
  }

  /** Asks again for what is to be listed, or found. */
  async refresh(): Promise<void> {
    if (!this.#route || this.#route.recordingId !== undefined) return;
    const asked = ++this.#asked;
    const query = this.#search.value.trim();
    try {
      if (query === '') {
        const listed = await this.#recordings.list();
        if (asked === this.#asked) this.#showList(listed);
      } else {
        const hits = await this.#recordings.search(query);
        if (asked === this.#asked) this.#showHits(hits, query);
      }
    } catch (error) {
      if (asked === this.#asked) this.#say(messageOf(error));
    }
  }

  async #openPlayer(id: string, timeMs: number | undefined): Promise<void> {
    this.#closePlayer();
    const asked = ++this.#asked;
    this.#index.hidden = true;
    try {
      const recording = await this.#recordings.find(id);
      if (asked !== this.#asked) return;
      if (recording) this.#player = { id, view: this.#playerOf(recording, timeMs) };
      else this.#showMissing();
    } catch (error) {
      if (asked !== this.#asked) return;
      this.#index.hidden = false;
      this.#say(messageOf(error));
    }
  }

  #playerOf(recording: Recording, fromMs: number | undefined): PlayerView {
    const { id } = recording;
    return new PlayerView(this.root, {
      recording,
      source: sourceOf(this.#recordings, id),
      fromMs,
      events: {
        stands: (timeMs) => this.#moved({ name: 'recordings', recordingId: id, timeMs }),
        copyLink: (timeMs) => void this.#copyLink(id, timeMs),
        download: () => this.#events.download(recording),
        wantsBack: () => this.#showIndex(),
      },
    });
  }

  #moved(route: ShowRecordings): void {
    this.#route = route;
    this.#events.moved(route);
  }

  async #copyLink(id: string, timeMs: number): Promise<void> {
    const address = new URL(routeToRecording(id, timeMs), location.href).href;
    this.#events.linkCopied(
      (await copyText(address))
        ? 'The link to this moment was copied. It opens where you are signed in.'
        : `This browser did not let the page copy. The link is ${address}`,
    );
  }

  #showIndex(): void {
    this.#moved(ALL_RECORDINGS);
    this.#closePlayer();
    void this.refresh();
  }

  #showMissing(): void {
    this.#showIndex();
    this.#events.failed(new Error('There is no such recording any more.'));
  }

  #closePlayer(): void {
    this.#player?.view.dispose();
    this.#player = undefined;
    this.#index.hidden = false;
  }

  #showList(listed: readonly Recording[]): void {
    this.#listed = listed;
    this.#hits.hidden = true;
    this.#list.hidden = false;
    this.#more.hidden = listed.length <= this.#limit;
    this.#say(listed.length === 0 ? 'Nothing was recorded yet. “Record this terminal” in the menu begins.' : '');
    const before = [...this.#rows.keys()].join();
    const rows = new Map<string, RecordingRow>();
    for (const recording of listed.slice(0, this.#limit)) {
      const row = this.#rows.get(recording.id) ?? this.#makeRow(recording.id);
      row.update(recording);
      rows.set(recording.id, row);
    }
    this.#rows = rows;
    // Rows that stay where they are keep the focus, and the press of a finger.
    if ([...rows.keys()].join() !== before) this.#list.replaceChildren(...[...rows.values()].map(({ root }) => root));
  }

  #makeRow(id: string): RecordingRow {
    return new RecordingRow(id, {
      download: (recording) => this.#events.download(recording),
      delete: (recording) => void this.#delete(recording),
    });
  }

  #showHits(hits: readonly RecordingHit[], query: string): void {
    this.#list.hidden = true;
    this.#more.hidden = true;
    this.#hits.hidden = false;
    this.#say(hits.length === 0 ? 'No line has these words.' : '');
    this.#hits.replaceChildren(...hits.map((hit) => hitRow(hit, query)));
  }

  async #delete(recording: Recording): Promise<void> {
    const question = `Delete the recording of ${recording.name || 'a terminal'}, ${factsOf(recording)}? It cannot be brought back.`;
    if (!(await confirmDialog(question, 'Delete recording'))) return;
    try {
      await this.#recordings.delete(recording.id);
    } catch (error) {
      this.#events.failed(error);
    }
    await this.refresh();
  }

  #say(text: string): void {
    this.#message.hidden = text === '';
    this.#message.textContent = text;
  }
}

function sourceOf(recordings: Recordings, id: string): PlayerSource {
  return {
    duration: async () => Number((await recordings.find(id))?.durationMs ?? 0),
    read: (offset) => recordings.read(id, offset),
    async seek(timeMs) {
      const moment = await recordings.seek(id, timeMs);
      return {
        timeMs: Number(moment.timeMs),
        offset: Number(moment.offset),
        size: moment.size ?? { columns: 80, rows: 24 },
        screen: moment.screen,
      };
    },
  };
}

function hitRow({ recording, timeMs, line }: RecordingHit, query: string): HTMLElement {
  const name = recording?.name || 'Terminal';
  return element(
    'li',
    {},
    element(
      'a',
      { className: 'hit', href: routeToRecording(recording?.id ?? '', Number(timeMs)) },
      element('span', { className: 'hit-line' }, ...marked(line, query)),
      element('span', { className: 'soft' }, `${name} · at ${clockText(Number(timeMs))}`),
    ),
  );
}

/** The line with the words of the query marked. */
function marked(line: string, query: string): Node[] {
  const words = query.split(/\s+/).map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  const pattern = new RegExp(`(${words.join('|')})`, 'giu');
  return line.split(pattern).map((piece, index) => (index % 2 === 1 ? element('mark', {}, piece) : new Text(piece)));
}
