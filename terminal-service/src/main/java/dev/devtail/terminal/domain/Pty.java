package dev.devtail.terminal.domain;

/** A program under a pseudo-terminal. All calls, and all it tells its listener, are on its loop. */
public interface Pty {

  /** Most bytes that are handed over at once: a longer turn would keep neighbours waiting. */
  int MAX_READ_BYTES = 8 * 1024;

  /** Starts to read and to watch for the program's end. Once. */
  void start(Listener listener);

  /**
   * Gives input to the program. A program that is not read takes little: keys and Ctrl-C, no paste.
   *
   * @return how many bytes were taken; if fewer than given, {@link Listener#onWritable} follows
   *     once more are, and the program is read
   */
  int write(byte[] bytes, int start, int length);

  /** Whether to read on. While it is false the program comes to wait in its own write. */
  void setReading(boolean reading);

  void resize(WindowSize size);

  /**
   * Signals the process group in the foreground, if there is one.
   *
   * @return false if the system refuses it: that runs as another user
   */
  boolean signal(TerminalSignal signal);

  /** Whether a program other than the one that was started is in the foreground. */
  boolean isBusy();

  /** Hangs up every process of the terminal (SIGHUP, then SIGCONT for the stopped ones). */
  void hangUp();

  /** Kills every process of the terminal. */
  void kill();

  /** Lets go of the terminal; nothing more is told to the listener. Idempotent. */
  void close();

  /** What a PTY tells. */
  interface Listener {

    /** Output, valid during the call only. At most {@link #MAX_READ_BYTES}. */
    void onOutput(byte[] buffer, int length);

    /** Input may be written again. */
    void onWritable();

    /** No process holds the terminal any more, and every byte has been read. */
    void onDrained();

    /** The program that was started has ended; children of it may still write. */
    void onExit(Exit exit);
  }
}
