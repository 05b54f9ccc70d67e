package dev.devtail.terminal.history;

import dev.devtail.terminal.domain.WindowSize;
import dev.devtail.terminal.screen.Screen;
import java.util.List;

/** The last screen of a life: from the last dump on, what was printed is played. */
final class ScreenReplay {

  /** Ends a sequence that a gap has cut. */
  private static final byte[] CANCEL = {0x18};

  private final List<Segment> segments;
  private final WindowSize size;
  private final int scrollbackLines;

  ScreenReplay(Life life, int scrollbackLines) {
    this.segments = life.segments();
    this.size = life.lastSize();
    this.scrollbackLines = scrollbackLines;
  }

  /** As {@link Screen#dump} has it. */
  byte[] draw() {
    Screen screen = new Screen(size.columns(), size.rows(), scrollbackLines);
    long played = -1;
    for (int i = indexOfLastScreen(); i < segments.size(); i++) {
      SegmentReader reader = SegmentReader.open(segments.get(i).file());
      while (reader.next()) {
        switch (reader.kind()) {
          case SIZE -> screen.resize(reader.size().columns(), reader.size().rows());
          case SCREEN -> {
            screen = new Screen(reader.size().columns(), reader.size().rows(), scrollbackLines);
            screen.write(reader.bytes(), reader.start(), reader.length());
          }
          case OUTPUT -> {
            if (played >= 0 && played != reader.offset()) {
              screen.write(CANCEL, 0, CANCEL.length);
            }
            screen.write(reader.bytes(), reader.start(), reader.length());
            played = reader.offset() + reader.length();
          }
        }
      }
    }
    return screen.dump();
  }

  /** Of the first segment if there is no screen at all. */
  private int indexOfLastScreen() {
    for (int i = segments.size() - 1; i > 0; i--) {
      SegmentReader reader = SegmentReader.open(segments.get(i).file());
      while (reader.next()) {
        if (reader.kind() == RecordKind.SCREEN) {
          return i;
        }
      }
    }
    return 0;
  }
}
