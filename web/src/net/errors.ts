import { type Error as ProtocolError, ErrorCode } from '../gen/devtail/v1/model_pb';

/** A failure that the gateway named. */
export class GatewayError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    /** Not before this many milliseconds; 0: the client's own backoff decides. */
    readonly retryAfterMs = 0,
  ) {
    super(message);
    this.name = 'GatewayError';
  }

  static of(error: ProtocolError): GatewayError {
    return new GatewayError(error.code, error.message || `error ${error.code}`, error.retryAfterMs);
  }
}

/** Whether a connection closed with `code` is to be given up until the user does something. */
export function isFinal(code: ErrorCode): boolean {
  return (
    code === ErrorCode.UNAUTHENTICATED || code === ErrorCode.PERMISSION_DENIED || code === ErrorCode.UNSUPPORTED_VERSION
  );
}

/** The words of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
