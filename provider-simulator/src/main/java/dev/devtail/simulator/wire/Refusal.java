package dev.devtail.simulator.wire;

/** The request is not one that the provider takes. */
public final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient ApiError error;

  public Refusal(ApiError error) {
    super(error.message(), null, false, false);
    this.error = error;
  }

  public ApiError error() {
    return error;
  }
}
