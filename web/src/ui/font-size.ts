import { loadFontSize } from '../storage';
import { isTouchDevice } from './viewport';

const DESK_FONT_SIZE_PX = 14;
const PHONE_FONT_SIZE_PX = 13;

/** What was chosen here, or else what suits the device; in CSS pixels. */
export function preferredFontSize(): number {
  return loadFontSize(isTouchDevice() ? PHONE_FONT_SIZE_PX : DESK_FONT_SIZE_PX);
}
