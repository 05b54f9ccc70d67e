type Child = Node | string;

/** Makes an element: properties as on the element, `data-` and `aria-` names as attributes. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Partial<Omit<HTMLElementTagNameMap[K], 'style'>> &
    Record<`aria-${string}` | `data-${string}`, string> = {} as never,
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith('aria-') || name.startsWith('data-')) made.setAttribute(name, String(value));
    else Object.assign(made, { [name]: value });
  }
  made.append(...children);
  return made;
}

const SVG = 'http://www.w3.org/2000/svg';

/** Makes an element of a drawing. */
export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string | number>>,
): SVGElementTagNameMap[K] {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  return made;
}

/** A line icon of 20 × 20 units. */
export function icon(path: string): SVGSVGElement {
  const drawing = svg('svg', { viewBox: '0 0 20 20', class: 'icon', 'aria-hidden': 'true' });
  drawing.append(svg('path', { d: path }));
  return drawing;
}

export const ICONS = {
  plus: 'M10 4v12M4 10h12',
  close: 'M5.5 5.5l9 9M14.5 5.5l-9 9',
  menu: 'M4 6h12M4 10h12M4 14h12',
  up: 'M10 15V5M6 9l4-4 4 4',
  down: 'M10 5v10M6 11l4 4 4-4',
  left: 'M15 10H5M9 6l-4 4 4 4',
  right: 'M5 10h10M11 6l4 4-4 4',
  previousPrompt: 'M4 4h12M10 16V8M6 12l4-4 4 4',
  nextPrompt: 'M4 16h12M10 4v8M6 8l4 4 4-4',
  minus: 'M5 10h10',
  play: 'M6.5 4.5v11l9-5.5z',
  pause: 'M7 5v10M13 5v10',
  download: 'M10 4v9M6 9.5l4 4 4-4M4.5 16.5h11',
  trash: 'M4.5 6h11M8 6V4h4v2M6 6l.7 10h6.6L14 6',
  link: 'M8.5 11.5l3-3M9 6.5l1.6-1.6a3 3 0 014.3 4.3L13.3 10.8M11 13.5l-1.6 1.6a3 3 0 01-4.3-4.3l1.6-1.6',
} as const;

/** A button that shows an icon, and is named for those who do not see it. */
export function iconButton(name: string, shape: keyof typeof ICONS, run?: () => void): HTMLButtonElement {
  const button = element(
    'button',
    { className: 'icon-button', type: 'button', title: name, 'aria-label': name },
    icon(ICONS[shape]),
  );
  if (run) button.onclick = run;
  return button;
}
