package dev.devtail.terminal.domain;

/** Of a program that is no more. */
final class GonePty implements Pty {

  @Override
  public void start(Listener listener) {}

  @Override
  public int write(byte[] bytes, int start, int length) {
    return length;
  }

  @Override
  public void setReading(boolean reading) {}

  @Override
  public void resize(WindowSize size) {}

  @Override
  public boolean signal(TerminalSignal signal) {
    return true;
  }

  @Override
  public boolean isBusy() {
    return false;
  }

  @Override
  public void hangUp() {}

  @Override
  public void kill() {}

  @Override
  public void close() {}
}
