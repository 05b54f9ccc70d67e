/** A finger that moved less than this has tapped. */
const TAP_SLOP_PX = 10;
/** Speed kept per millisecond after the finger has left. */
const FRICTION_PER_MS = 0.997;
const MIN_SPEED_PX_PER_MS = 0.05;
const MAX_SPEED_PX_PER_MS = 4;
/** A finger that rested this long before it left does not throw. */
const REST_MS = 60;

interface Drag {
  readonly x: number;
  readonly y: number;
  lastY: number;
  lastTime: number;
  speed: number;
  moved: boolean;
}

export interface TouchListener {
  /** The content is to move by so many pixels; negative is towards older lines. */
  scrolled(pixels: number, x: number, y: number): void;
  tapped(): void;
}

/** Turns touches into scrolling with momentum, and into taps: xterm.js 6 has neither. */
export function followTouches(target: HTMLElement, listener: TouchListener): void {
  let drag: Drag | undefined;
  let frame = 0;

  const glide = (from: Drag): void => {
    let { speed } = from;
    let last = performance.now();
    const step = (now: number): void => {
      const elapsed = now - last;
      last = now;
      speed *= FRICTION_PER_MS ** elapsed;
      if (Math.abs(speed) < MIN_SPEED_PX_PER_MS) return;
      listener.scrolled(speed * elapsed, from.x, from.y);
      frame = requestAnimationFrame(step);
    };
    frame = requestAnimationFrame(step);
  };

  target.addEventListener(
    'touchstart',
    (event) => {
      cancelAnimationFrame(frame);
      const touch = event.touches[0];
      drag =
        event.touches.length === 1 && touch
          ? {
              x: touch.clientX,
              y: touch.clientY,
              lastY: touch.clientY,
              lastTime: event.timeStamp,
              speed: 0,
              moved: false,
            }
          : undefined;
    },
    { passive: true },
  );

  target.addEventListener(
    'touchmove',
    (event) => {
      const touch = event.touches[0];
      if (!drag || !touch) return;
      const moved = drag.lastY - touch.clientY;
      if (!drag.moved && Math.hypot(touch.clientX - drag.x, touch.clientY - drag.y) < TAP_SLOP_PX) return;
      drag.moved = true;
      // The page itself never scrolls, nor is it pulled to refresh.
      event.preventDefault();
      const elapsed = Math.max(1, event.timeStamp - drag.lastTime);
      const speed = Math.max(-MAX_SPEED_PX_PER_MS, Math.min(MAX_SPEED_PX_PER_MS, moved / elapsed));
      drag.speed = 0.6 * speed + 0.4 * drag.speed;
      drag.lastY = touch.clientY;
      drag.lastTime = event.timeStamp;
      listener.scrolled(moved, touch.clientX, touch.clientY);
    },
    { passive: false },
  );

  target.addEventListener('touchend', (event) => {
    if (!drag || event.touches.length > 0) return;
    const ended = drag;
    drag = undefined;
    if (!ended.moved) listener.tapped();
    else if (event.timeStamp - ended.lastTime < REST_MS) glide(ended);
  });

  target.addEventListener('touchcancel', () => {
    drag = undefined;
  });
}
