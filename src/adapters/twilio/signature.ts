/** The parameters of a form; one that comes several times has all its values. */
export type FormParameters = { readonly [name: string]: string | readonly string[] };

export type SignatureCheck = (
  signature: string | null,
  url: string,
  parameters: FormParameters,
) => Promise<boolean>;

/** The 20 bytes of an HMAC-SHA1 in base64. A text of another form can match no request. */
const SIGNATURE = /^[A-Za-z\d+/]{27}=$/u;

/** Whether a text has the form of a signature. It needs no look at the request itself. */
export function canBeSignature(text: string): boolean {
  return SIGNATURE.test(text);
}

/**
 * Whether Twilio signed a request, with the account's auth token: an API key's secret is of no use here.
 * Of the SDK this is one file without dependencies, loaded with the first request.
 */
export function signatureCheck(authToken: string): SignatureCheck {
  return async (signature, url, parameters) => {
    if (signature === null) return false;
    const { default: webhooks } = await import('twilio/lib/webhooks/webhooks.js');
    try {
      return webhooks.validateRequest(authToken, signature, url, { ...parameters });
    } catch {
      // The SDK throws on what it did not expect, such as an address that is none.
      return false;
    }
  };
}
