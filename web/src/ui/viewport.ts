/**
 * Keeps the app exactly as large as what can be seen: when a keyboard comes up over the page, the app shrinks to
 * the part above it, and so the terminal's last line stays above the keyboard.
 *
 * Android shrinks the page itself (`interactive-widget=resizes-content`); iOS shrinks only the visual viewport
 * and scrolls the page below it, which is undone here.
 */
export function followVisualViewport(app: HTMLElement): void {
  const viewport = window.visualViewport;
  if (!viewport) return;
  const follow = (): void => {
    // Someone who has zoomed in moves about in the page: leave it as it is.
    if (viewport.scale > 1.01) return;
    app.style.height = `${viewport.height}px`;
    app.style.transform = viewport.offsetTop > 0 ? `translateY(${viewport.offsetTop}px)` : '';
    app.classList.toggle('keyboard-open', isKeyboardOpen());
  };
  viewport.addEventListener('resize', follow);
  viewport.addEventListener('scroll', follow);
  follow();
}

/** A keyboard takes more of the screen than the bars of a browser ever do. */
const KEYBOARD_SHARE = 0.35;

export function isKeyboardOpen(): boolean {
  const viewport = window.visualViewport;
  if (!viewport) return false;
  return viewport.height < (1 - KEYBOARD_SHARE) * screenHeight();
}

// screen.height does not turn with the device on iOS.
function screenHeight(): number {
  const { width, height } = window.screen;
  const portrait = matchMedia('(orientation: portrait)').matches;
  return portrait ? Math.max(width, height) : Math.min(width, height);
}

/** A device whose main pointer is a finger. */
export function isTouchDevice(): boolean {
  return matchMedia('(pointer: coarse)').matches;
}
