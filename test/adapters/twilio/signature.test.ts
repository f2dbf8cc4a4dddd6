import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import webhooks from 'twilio/lib/webhooks/webhooks.js';
import { canBeSignature, signatureCheck } from '../../../src/adapters/twilio/signature.ts';

/** The example of Twilio’s documentation. */
const URL = 'https://mycompany.com/myapp.php?foo=1&bar=2';
const PARAMETERS = {
  CallSid: 'CA1234567890ABCDE',
  Caller: '+14158675309',
  Digits: '1234',
  From: '+14158675309',
  To: '+18005551212',
};
const SIGNATURE = 'RSOYDt4T1cUTdK1PDd93/VVr8B8=';

describe('a signature', () => {
  const isSigned = signatureCheck('12345');

  it('is valid for Twilio’s example', async () => {
    expect(await isSigned(SIGNATURE, URL, PARAMETERS)).toBe(true);
  });

  it.each<readonly [string, string | null, string, typeof PARAMETERS]>([
    ['there is none', null, URL, PARAMETERS],
    ['it differs', SIGNATURE.replace('R', 'S'), URL, PARAMETERS],
    ['it is too short', SIGNATURE.slice(1), URL, PARAMETERS],
    ['the query differs', SIGNATURE, URL.replace('bar=2', 'bar=3'), PARAMETERS],
    ['the path differs', SIGNATURE, URL.replace('/myapp', '/prod/myapp'), PARAMETERS],
    ['a value differs', SIGNATURE, URL, { ...PARAMETERS, Digits: '1235' }],
    ['the address is not a URL', SIGNATURE, '/webhook', PARAMETERS],
  ])('is invalid when %s', async (_why, signature, url, parameters) => {
    expect(await isSigned(signature, url, parameters)).toBe(false);
  });

  it('is invalid with another token', async () => {
    expect(await signatureCheck('54321')(SIGNATURE, URL, PARAMETERS)).toBe(false);
  });

  it('always has the format that is checked without its request', () => {
    const request = fc.tuple(fc.string(), fc.webUrl(), fc.dictionary(fc.string(), fc.string()));
    fc.assert(
      fc.property(request, ([token, url, parameters]) => {
        const signature = webhooks.getExpectedTwilioSignature(token, url, parameters);
        expect(canBeSignature(signature)).toBe(true);
      }),
    );
  });

  it.each([
    ['nothing', ''],
    ['less', SIGNATURE.slice(1)],
    ['more', `A${SIGNATURE}`],
    ['two', `${SIGNATURE}, ${SIGNATURE}`],
    ['the characters of base64url', SIGNATURE.replaceAll('/', '_')],
    ['a trailing line break', `${SIGNATURE}\n`],
  ])('is malformed with %s', (_what, text) => {
    expect(canBeSignature(text)).toBe(false);
  });
});
