package dev.devtail.terminal.screen;

import java.util.Arrays;

/**
 * How many columns a character takes: the tables of Markus Kuhn's {@code wcwidth} for Unicode 5, as
 * they are xterm.js's default ("version 6"). Emoji are narrow there; the two must agree.
 */
final class CharWidth {
  /** Combining and invisible characters. */
  private static final String ZERO =
      """
      0300-036F 0483-0486 0488-0489 0591-05BD 05BF 05C1-05C2 05C4-05C5 05C7 0600-0603
      0610-0615 064B-065E 0670 06D6-06E4 06E7-06E8 06EA-06ED 070F 0711 0730-074A 07A6-07B0
      07EB-07F3 0901-0902 093C 0941-0948 094D 0951-0954 0962-0963 0981 09BC 09C1-09C4 09CD
      09E2-09E3 0A01-0A02 0A3C 0A41-0A42 0A47-0A48 0A4B-0A4D 0A70-0A71 0A81-0A82 0ABC
      0AC1-0AC5 0AC7-0AC8 0ACD 0AE2-0AE3 0B01 0B3C 0B3F 0B41-0B43 0B4D 0B56 0B82 0BC0 0BCD
      0C3E-0C40 0C46-0C48 0C4A-0C4D 0C55-0C56 0CBC 0CBF 0CC6 0CCC-0CCD 0CE2-0CE3 0D41-0D43
      0D4D 0DCA 0DD2-0DD4 0DD6 0E31 0E34-0E3A 0E47-0E4E 0EB1 0EB4-0EB9 0EBB-0EBC 0EC8-0ECD
      0F18-0F19 0F35 0F37 0F39 0F71-0F7E 0F80-0F84 0F86-0F87 0F90-0F97 0F99-0FBC 0FC6
      102D-1030 1032 1036-1037 1039 1058-1059 1160-11FF 135F 1712-1714 1732-1734 1752-1753
      1772-1773 17B4-17B5 17B7-17BD 17C6 17C9-17D3 17DD 180B-180D 18A9 1920-1922 1927-1928
      1932 1939-193B 1A17-1A18 1B00-1B03 1B34 1B36-1B3A 1B3C 1B42 1B6B-1B73 1DC0-1DCA
      1DFE-1DFF 200B-200F 202A-202E 2060-2063 206A-206F 20D0-20EF 302A-302F 3099-309A A806
      A80B A825-A826 FB1E FE00-FE0F FE20-FE23 FEFF FFF9-FFFB 10A01-10A03 10A05-10A06
      10A0C-10A0F 10A38-10A3A 10A3F 1D167-1D169 1D173-1D182 1D185-1D18B 1D1AA-1D1AD
      1D242-1D244 E0001 E0020-E007F E0100-E01EF
      """;

  /** East Asian wide and fullwidth characters. */
  private static final String WIDE =
      """
      1100-115F 2329-232A 2E80-303E 3040-A4CF AC00-D7A3 F900-FAFF FE10-FE19 FE30-FE6F
      FF00-FF60 FFE0-FFE6 20000-2FFFD 30000-3FFFD
      """;

  /** Width by code point; those beyond are found in {@link #BEYOND}. */
  private static final byte[] TABLE = new byte[0x10000];

  /** Beyond the table: first code point, last one, width. */
  private static final int[][] BEYOND;

  static {
    Arrays.fill(TABLE, (byte) 1);
    int[][] wide = ranges(WIDE, 2);
    int[][] zero = ranges(ZERO, 0);
    BEYOND = new int[wide.length + zero.length][];
    System.arraycopy(wide, 0, BEYOND, 0, wide.length);
    System.arraycopy(zero, 0, BEYOND, wide.length, zero.length);
    for (int[] range : BEYOND) {
      if (range[1] < TABLE.length) {
        Arrays.fill(TABLE, range[0], range[1] + 1, (byte) range[2]);
      }
    }
  }

  private CharWidth() {}

  static int of(int codePoint) {
    if (codePoint < TABLE.length) {
      return TABLE[codePoint];
    }
    for (int i = BEYOND.length - 1; i >= 0 && BEYOND[i][1] >= 0; i--) {
      if (codePoint >= BEYOND[i][0] && codePoint <= BEYOND[i][1]) {
        return BEYOND[i][2];
      }
    }
    return 1;
  }

  private static int[][] ranges(String text, int width) {
    return Arrays.stream(text.strip().split("\\s+"))
        .map(range -> range.split("-"))
        .map(
            ends ->
                new int[] {
                  Integer.parseInt(ends[0], 16), Integer.parseInt(ends[ends.length - 1], 16), width
                })
        .toArray(int[][]::new);
  }
}
