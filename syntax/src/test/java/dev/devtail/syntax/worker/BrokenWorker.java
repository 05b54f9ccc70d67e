package dev.devtail.syntax.worker;

/** A worker that does not start. */
final class BrokenWorker {

  private BrokenWorker() {}

  public static void main(String[] args) {
    System.exit(1);
  }
}
