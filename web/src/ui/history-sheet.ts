import type { HistoryPage, TerminalHistory } from '../history/terminal-history';
import { element } from './dom';

/** Pages kept in the sheet: what is scrolled far out of sight is loaded again when it is wanted. */
const MAX_PAGES = 12;
/** Closer to an edge than this, the next page is loaded. */
const EDGE_PX = 600;

interface ShownPage {
  readonly page: HistoryPage;
  readonly root: HTMLElement;
}

/**
 * All that a terminal has printed, as text of the page that can be scrolled back page by page, searched,
 * selected and copied. Text and not a terminal: lines of any age can be put above those that are there, fingers
 * can select them, and nothing in them has an effect; for colours there is `devtail history --raw`.
 */
export class HistorySheet {
  readonly #history: TerminalHistory;
  readonly #failed: (error: unknown) => void;
  readonly #dialog = element('dialog', { className: 'select-sheet', 'aria-label': 'Earlier output' });
  readonly #content = element('div', { className: 'select-text history-text', tabIndex: 0 });
  readonly #edge = element('div', { className: 'history-edge' });
  readonly #field = element('input', {
    className: 'history-field',
    type: 'search',
    placeholder: 'Search',
    'aria-label': 'Search in the output',
    autocapitalize: 'none',
    spellcheck: false,
    maxLength: 200,
  });
  readonly #hits = element('div', { className: 'history-hits', hidden: true });
  #pages: ShownPage[] = [];
  #loading = false;
  #atEnd = true;
  /** Counts searches and jumps: what comes late for an earlier one is dropped. */
  #generation = 0;

  constructor(history: TerminalHistory, failed: (error: unknown) => void) {
    this.#history = history;
    this.#failed = failed;
    const form = element('form', { className: 'history-search' }, this.#field);
    form.onsubmit = (event) => {
      event.preventDefault();
      void this.#search();
    };
    this.#dialog.append(
      element('header', { className: 'select-bar' }, form, button('Done', () => this.#dialog.close())),
      this.#hits,
      this.#content,
    );
    this.#dialog.addEventListener('close', () => {
      this.#generation++;
      this.#dialog.remove();
    });
    this.#content.addEventListener('scroll', () => void this.#fill());
  }

  open(): void {
    document.body.append(this.#dialog);
    this.#dialog.showModal();
    this.#content.focus();
    void this.#showNewest();
  }

  #showNewest(): Promise<void> {
    return this.#show(
      () => this.#history.newest(),
      () => (this.#content.scrollTop = this.#content.scrollHeight),
    );
  }

  /** Shows one page and what is around it. */
  async #show(load: () => Promise<HistoryPage>, shown: () => void): Promise<void> {
    const generation = ++this.#generation;
    const page = await this.#attempt(load);
    if (!page || generation !== this.#generation) return;
    this.#pages = [shownPage(page)];
    this.#atEnd = false;
    this.#draw();
    shown();
    await this.#fill();
  }

  #draw(): void {
    this.#content.replaceChildren(this.#edge, ...this.#pages.map(({ root }) => root));
    const first = this.#pages[0];
    if (!first || first.page.from > this.#history.start) {
      this.#edge.replaceChildren('Loading…');
    } else if (this.#history.hasEarlierLife) {
      this.#edge.replaceChildren(button('Before the restart', () => this.#goToEarlierLife()));
    } else {
      this.#edge.replaceChildren(
        this.#history.start > 0 ? 'What was printed before is no longer kept.' : 'Here it began.',
      );
    }
  }

  #goToEarlierLife(): void {
    this.#history.goToEarlierLife();
    void this.#showNewest();
  }

  /** Loads what is near the edges of what is in view. */
  async #fill(): Promise<void> {
    if (this.#loading) return;
    this.#loading = true;
    try {
      while (await this.#fillOnce());
    } finally {
      this.#loading = false;
    }
  }

  async #fillOnce(): Promise<boolean> {
    const generation = this.#generation;
    const first = this.#pages[0];
    const last = this.#pages.at(-1);
    if (!first || !last) return false;
    const content = this.#content;
    if (content.scrollTop < EDGE_PX && first.page.from > this.#history.start) {
      const page = await this.#attempt(() => this.#history.before(first.page.from));
      if (!page || generation !== this.#generation || page.from >= first.page.from) return false;
      this.#add([shownPage(page), ...this.#pages].slice(0, MAX_PAGES));
      return true;
    }
    if (content.scrollHeight - content.scrollTop - content.clientHeight < EDGE_PX && !this.#atEnd) {
      const page = await this.#attempt(() => this.#history.after(last.page.to));
      if (generation !== this.#generation) return false;
      this.#atEnd = page === undefined;
      if (page) this.#add([...this.#pages, shownPage(page)].slice(-MAX_PAGES));
      return page !== undefined;
    }
    return false;
  }

  /** What is in view stays where it is. */
  #add(pages: ShownPage[]): void {
    const kept = pages.find((page) => this.#pages.includes(page))?.root;
    const before = kept?.offsetTop ?? 0;
    if (pages.at(-1) !== this.#pages.at(-1)) this.#atEnd = false;
    this.#pages = pages;
    this.#draw();
    if (kept) this.#content.scrollTop += kept.offsetTop - before;
  }

  async #search(): Promise<void> {
    const query = this.#field.value.trim();
    this.#hits.replaceChildren();
    this.#hits.hidden = query === '';
    if (query !== '') await this.#searchFrom(query, undefined);
  }

  async #searchFrom(query: string, before: number | undefined): Promise<void> {
    const generation = ++this.#generation;
    const status = element('div', { className: 'history-edge' }, 'Searching…');
    this.#hits.append(status);
    const found = await this.#attempt(() => this.#history.search(query, before));
    status.remove();
    if (!found || generation !== this.#generation) return;
    for (const { offset, text } of found.lines) {
      this.#hits.append(button(text.trim(), () => void this.#jump(offset), 'history-hit'));
    }
    const further = found.before;
    if (further !== undefined) {
      const more = button('Search further back', () => {
        more.remove();
        void this.#searchFrom(query, further);
      });
      this.#hits.append(more);
    } else if (this.#hits.childElementCount === 0) {
      this.#hits.append(element('div', { className: 'history-edge' }, 'Nothing was found.'));
    }
  }

  #jump(offset: number): Promise<void> {
    return this.#show(
      () => this.#history.around(offset),
      () => {
        const line = this.#lineAt(offset);
        line?.classList.add('found');
        line?.scrollIntoView({ block: 'center' });
      },
    );
  }

  #lineAt(offset: number): Element | undefined {
    const [shown] = this.#pages;
    if (!shown) return undefined;
    const index = shown.page.lines.findLastIndex((line) => line.offset <= offset);
    return shown.root.querySelectorAll('.history-line')[Math.max(0, index)];
  }

  async #attempt<T>(run: () => Promise<T>): Promise<T | undefined> {
    try {
      return await run();
    } catch (error) {
      this.#failed(error);
      this.#dialog.close();
      return undefined;
    }
  }
}

function shownPage(page: HistoryPage): ShownPage {
  const root = element('div', { className: 'history-page' });
  if (page.missing > 0) {
    root.append(element('div', { className: 'history-edge' }, `${page.missing} bytes are missing here.`));
  }
  for (const { text } of page.lines) root.append(element('div', { className: 'history-line' }, text || '\u200b'));
  return { page, root };
}

function button(label: string, run: () => void, className = 'button'): HTMLButtonElement {
  return element('button', { className, type: 'button', onclick: run }, label);
}
