const SVG = 'http://www.w3.org/2000/svg';
/** Light modules around the code, as cameras want them (ISO/IEC 18004). */
const QUIET_ZONE = 4;

/** A QR code of `text`, dark on light in either theme: not every camera reads the other way round. */
export async function qrCode(text: string): Promise<SVGSVGElement> {
  // Most visits show none.
  const { encode } = await import('uqr');
  const { size, data } = encode(text, { border: QUIET_ZONE });
  const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', `0 0 ${size} ${size}`);
  svg.setAttribute('class', 'qr-code');
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', 'QR code');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', dark.join(''));
  svg.append(path);
  return svg;
}
