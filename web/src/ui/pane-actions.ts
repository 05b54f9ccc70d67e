import type { NamedKey } from '../keys/sequences';
import { copyText, readClipboard } from './clipboard';
import { pasteDialog, selectDialog } from './dialogs';
import type { KeyRowEvents } from './key-row';
import type { Notices } from './notices';
import type { Pane } from './pane';

/** What the key row and the menu do with the terminal in view. */
export class PaneActions implements KeyRowEvents {
  readonly #inView: () => Pane | undefined;
  readonly #notices: Notices;

  constructor(inView: () => Pane | undefined, notices: Notices) {
    this.#inView = inView;
    this.#notices = notices;
  }

  press(key: NamedKey): void {
    this.#inView()?.view.press(key);
  }

  typeText(text: string): void {
    this.#inView()?.view.typeText(text);
  }

  async paste(): Promise<void> {
    const pane = this.#inView();
    const text = (await readClipboard()) ?? (await pasteDialog());
    if (text) await pane?.view.paste(text);
    pane?.view.focus();
  }

  async select(): Promise<void> {
    const pane = this.#inView();
    if (!pane) return;
    await selectDialog(pane.view.text(), (copied) =>
      this.#notices.show(
        copied ? 'Copied.' : 'This browser did not let the page copy. Use its own menu on the selected text.',
      ),
    );
  }

  previousPrompt(): void {
    this.#jump('previous');
  }

  nextPrompt(): void {
    this.#jump('next');
  }

  #jump(towards: 'previous' | 'next'): void {
    const pane = this.#inView();
    if (pane && !pane.view.jumpToPrompt(towards)) this.#tellOfNoMarks();
  }

  async copyOutput(): Promise<void> {
    const output = this.#inView()?.view.lastOutput;
    if (output === undefined) this.#tellOfNoMarks();
    else if (await copyText(output)) this.#notices.show('The output of the last command was copied.');
    else this.#notices.show('This browser did not let the page copy. Use Select instead.');
  }

  #tellOfNoMarks(): void {
    this.#notices.show('This shell does not mark its prompts. The user’s guide says how to turn that on.');
  }
}
