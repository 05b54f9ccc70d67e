package dev.devtail.cli.remote;

import dev.devtail.client.ClientLoop;
import dev.devtail.client.prediction.EditedLine;
import dev.devtail.client.prediction.Overlay;
import dev.devtail.client.prediction.Predictor;
import dev.devtail.protocol.v1.Size;
import dev.devtail.terminal.screen.CursorLine;
import dev.devtail.terminal.screen.Screen;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Draws what is predicted into the local terminal, underlined, and takes it out again before
 * anything else is drawn there. It follows what the local terminal shows, and draws only where it
 * can put back exactly what was there: over empty cells and characters without attributes. It lives
 * on the client's loop.
 */
final class PredictedEcho {

  private static final String UNDERLINED = "\033[4m";
  private static final String NOT_UNDERLINED = "\033[24m";
  private static final String ERASE = "\033[X";

  private final Consumer<byte[]> out;
  private final Predictor predictor;
  private Screen screen;
  private Size window;

  /** What takes out what is drawn; empty: nothing is. */
  private String undo = "";

  /**
   * @param window the local terminal's size
   * @param out takes what is to be written to the local terminal, in this order
   */
  PredictedEcho(ClientLoop loop, Size window, Consumer<byte[]> out) {
    this.out = out;
    this.window = window;
    this.screen = blank(window);
    this.predictor = new Predictor(loop, this::line, this::draw);
  }

  private static Screen blank(Size size) {
    return new Screen(size.getColumns(), size.getRows(), 0);
  }

  void typed(byte[] keys, long end) {
    predictor.typed(new String(keys, StandardCharsets.UTF_8), end);
  }

  void taken(long inputOffset) {
    predictor.acknowledged(inputOffset);
  }

  /** The local terminal is reset, and draws a screen of this size. */
  void reset(Size size) {
    takeOut();
    screen = blank(size);
    predictor.restart();
  }

  /** Input is numbered anew. */
  void restart() {
    predictor.restart();
  }

  /** The local terminal has this size, and the one that it shows is asked to. */
  void windowChanged(Size size) {
    window = size;
    resize(size);
  }

  /** The terminal that is shown has this size. */
  void resize(Size size) {
    takeOut();
    screen.resize(size.getColumns(), size.getRows());
    predictor.restart();
  }

  /** To be called before output is drawn. */
  void takeOut() {
    if (!undo.isEmpty()) {
      write(undo);
      undo = "";
    }
  }

  /** Output is on its way to the local terminal. */
  void drawn(byte[] output) {
    screen.write(output, 0, output.length);
    predictor.drawn();
  }

  private Optional<EditedLine> line() {
    // In a window of another width lines are broken elsewhere.
    return screen
        .cursorLine()
        .filter(line -> line.cells().size() == window.getColumns())
        .map(line -> new EditedLine(line.row(), line.column(), line.cells()));
  }

  private void draw(Optional<Overlay> overlay) {
    takeOut();
    Optional<CursorLine> line = screen.cursorLine();
    if (overlay.isPresent() && line.isPresent()) {
      draw(overlay.get(), line.get());
    }
  }

  private void draw(Overlay overlay, CursorLine line) {
    if (!overlay.cells().keySet().stream().allMatch(line::isPlain)) {
      return;
    }
    StringBuilder over = new StringBuilder(UNDERLINED);
    StringBuilder back = new StringBuilder();
    for (Map.Entry<Integer, String> cell : overlay.cells().entrySet()) {
      int column = cell.getKey();
      over.append(goTo(column)).append(cell.getValue());
      back.append(goTo(column)).append(line.isEmpty(column) ? ERASE : line.cells().get(column));
    }
    undo = back.append(goTo(line.column())).toString();
    write(over.append(NOT_UNDERLINED).append(goTo(overlay.column())).toString());
  }

  private static String goTo(int column) {
    return "\033[" + (column + 1) + "G";
  }

  private void write(String text) {
    out.accept(text.getBytes(StandardCharsets.UTF_8));
  }
}
