package dev.devtail.kit.workspace;

/**
 * What is taken of a workspace at most.
 *
 * @param files of all its directories
 * @param fileBytes of one file; what is longer is kept out
 */
public record Limits(int files, int fileBytes) {

  public static final Limits USUAL = new Limits(200_000, 5 << 20);
}
