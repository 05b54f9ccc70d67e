package dev.devtail.router.exchange;

/** A provider has not answered. */
public final class ProviderFaultException extends RuntimeException {

  private static final long serialVersionUID = 1;

  @SuppressWarnings("serial") // never written
  private final ProviderFault fault;

  public ProviderFaultException(ProviderFault fault) {
    // Where it comes from says nothing: it is thrown for a provider.
    super(fault.message(), null, false, false);
    this.fault = fault;
  }

  public ProviderFault fault() {
    return fault;
  }
}
