import { describe, expect, it } from '@jest/globals';
import twilio from 'twilio';
import { failureOf } from '../../../src/adapters/twilio/failure.ts';
import { withoutIds } from '../../support/normalised-text.ts';

const { RestException } = twilio;

/** The error that the SDK throws for a response other than 2xx. */
function restException(statusCode: number, body: unknown): Error {
  return new RestException({ statusCode, body });
}

/** The error that axios throws without a response. It contains the whole request. */
function networkError(code: string): Error {
  return Object.assign(new Error('The network said no.'), {
    name: 'AxiosError',
    code,
    config: {
      headers: { Authorization: 'Basic c2VjcmV0' },
      data: 'To=whatsapp%3A%2B447700900123',
    },
  });
}

const unknown = (doubt: string, httpStatus: number | null = null): object => ({
  kind: 'unknown',
  doubt,
  httpStatus,
});

describe('an error of the SDK', () => {
  it.each([
    [400, { code: 21_610, message: 'Unsubscribed' }, 21_610, 'Unsubscribed'],
    [401, { code: 20_003, message: 'Authenticate' }, 20_003, 'Authenticate'],
    [404, { code: 20_404, message: 'Not found' }, 20_404, 'Not found'],
    [429, { code: 20_429, message: 'Too many requests' }, 20_429, 'Too many requests'],
    [400, '{"code":21610,"message":"As text"}', 21_610, 'As text'],
    [400, { code: 21_610 }, 21_610, ''],
    [400, { code: 21_610, message: { not: 'text' } }, 21_610, ''],
  ])('with status %i and a code is a refusal: %j', (httpStatus, body, twilioCode, twilioText) => {
    expect(failureOf(restException(httpStatus, body))).toEqual({
      kind: 'refused',
      httpStatus,
      twilioCode,
      twilioText,
    });
  });

  it.each([
    [302, '', 'a server in between'],
    [408, { code: 20_408, message: 'Timed out' }, 'a timeout on the way'],
    [499, { code: 20_499, message: 'Closed' }, 'a timeout on the way'],
    [400, { code: 0, message: 'Not found' }, 'not a code of Twilio'],
    [307, { code: 21_610, message: 'no' }, 'a redirect is not a refusal'],
    [400, '<html>', 'not from Twilio'],
    [400, {}, 'not from Twilio'],
    [400, { code: null }, 'not from Twilio'],
    [400, { code: '21610' }, 'not from Twilio'],
    [403, null, 'not from Twilio'],
    [
      500,
      { code: 20_500, message: 'Internal server error' },
      'the message may have been accepted before',
    ],
    [
      503,
      { code: 20_503, message: 'Service unavailable' },
      'the message may have been accepted before',
    ],
    [599, '', 'the last 5xx status'],
  ])('with status %i and %j is an unknown outcome: %s', (status, body, _why) => {
    expect(failureOf(restException(status, body))).toEqual(unknown('server_fault', status));
  });

  it.each([
    ['ECONNREFUSED', 'nothing listens'],
    ['ENOTFOUND', 'no such host, or no network'],
    ['EAI_AGAIN', 'the name service does not answer'],
    ['ENETUNREACH', 'no network'],
    ['EHOSTUNREACH', 'no route'],
    ['CERT_HAS_EXPIRED', 'an untrusted connection, so nothing was sent'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'an untrusted connection, so nothing was sent'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'an untrusted connection, so nothing was sent'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'an untrusted connection, so nothing was sent'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'an untrusted connection, so nothing was sent'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'an untrusted connection, so nothing was sent'],
  ])('%s means that nothing was sent: %s', (code, _why) => {
    expect(failureOf(networkError(code))).toEqual({ kind: 'unreachable' });
  });

  it.each([
    ['ECONNABORTED', 'no_answer_in_time', 'axios’s code for a timeout'],
    ['ETIMEDOUT', 'no_answer_in_time', 'the system’s code for a timeout'],
    ['ECONNRESET', 'connection_lost', 'the request may have been received'],
    ['EPIPE', 'connection_lost', 'a part of the request may have been sent'],
    ['ERR_CANCELED', 'no_answer_in_time', 'aborted by the client'],
    ['ERR_BAD_RESPONSE', 'connection_lost', 'a response arrived'],
    ['EPROTO', 'connection_lost', 'may come in the middle of a connection'],
    ['SOMETHING_NEW', 'connection_lost', 'an unknown code'],
  ])('%s is an unknown outcome, with the doubt %s: %s', (code, doubt, _why) => {
    expect(failureOf(networkError(code))).toEqual(unknown(doubt));
  });

  it.each([
    ['a response that is not JSON', new SyntaxError('Unexpected end of JSON input')],
    ['an error in the SDK', new TypeError('undefined is not a function')],
    [
      'an error with a number for a code and no status',
      Object.assign(new Error('?'), { code: 42 }),
    ],
    ['an error with a string for a status', Object.assign(new Error('?'), { status: '400' })],
    ['a string', 'ECONNREFUSED'],
    ['undefined', undefined],
    ['null', null],
  ])('that is %s is an unknown outcome', (_what, error) => {
    expect(failureOf(error)).toEqual(unknown('answer_unreadable'));
  });

  it('is not passed on, since it contains the secret and the form', () => {
    for (const code of ['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED']) {
      const text = JSON.stringify(failureOf(networkError(code)));
      expect(withoutIds(text)).not.toMatch(/c2VjcmV0|447700|network/u);
    }
  });
});
