package dev.devtail.terminal.testing;

import dev.devtail.kit.fault.Fault;
import dev.devtail.terminal.domain.Program;
import dev.devtail.terminal.domain.Pty;
import dev.devtail.terminal.domain.PtyHost;
import dev.devtail.terminal.domain.TerminalLoop;
import dev.devtail.terminal.domain.WindowSize;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Starts programs that a test plays, all on one loop. */
public final class FakeHost implements PtyHost {

  private final TerminalLoop loop;

  public final List<FakePty> spawned = new CopyOnWriteArrayList<>();
  public final List<Program> programs = new CopyOnWriteArrayList<>();
  public volatile @Nullable Fault refusal;

  public FakeHost(TerminalLoop loop) {
    this.loop = loop;
  }

  @Override
  public Seat seat() {
    return new Seat() {
      @Override
      public TerminalLoop loop() {
        return loop;
      }

      @Override
      public Pty spawn(Program program, WindowSize size) {
        Fault fault = refusal;
        if (fault != null) {
          throw fault;
        }
        FakePty pty = new FakePty(loop);
        programs.add(program);
        spawned.add(pty);
        return pty;
      }
    };
  }
}
