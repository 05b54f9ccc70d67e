/** The provider does not take the user, or the refresh token, any more: trying again does not mend it. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
}
