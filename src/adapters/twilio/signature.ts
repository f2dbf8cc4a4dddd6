/** The parameters of a form. A repeated one has all its values. */
export type FormParameters = { readonly [name: string]: string | readonly string[] };

export type SignatureCheck = (
  signature: string | null,
  url: string,
  parameters: FormParameters,
) => Promise<boolean>;

/** The 20 bytes of an HMAC-SHA1 in base64. */
const SIGNATURE = /^[A-Za-z\d+/]{27}=$/u;

/** Whether a text has the form of a signature. Other texts match no request. */
export function canBeSignature(text: string): boolean {
  return SIGNATURE.test(text);
}

/**
 * Checks that Twilio signed a request with the account's auth token; it never signs with an API key's
 * secret. The first request loads one file of the SDK, which has no dependencies.
 */
export function signatureCheck(authToken: string): SignatureCheck {
  return async (signature, url, parameters) => {
    if (signature === null) return false;
    const { default: webhooks } = await import('twilio/lib/webhooks/webhooks.js');
    try {
      return webhooks.validateRequest(authToken, signature, url, { ...parameters });
    } catch {
      // The SDK throws on input such as a malformed address.
      return false;
    }
  };
}
