/** A request as far as Twilio looks at it. */
export type ApiRequest = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly form: URLSearchParams;
  readonly authorization: string | undefined;
  /** The header `X-Simulator-Fault`, which Twilio does not have: a fault for this request alone. */
  readonly fault: string | undefined;
};
