import { describe, expect, it } from '@jest/globals';
import twilio from 'twilio';
import { failureOf } from '../../../src/adapters/twilio/failure.ts';
import { withoutIds } from '../../support/without-ids.ts';

const { RestException } = twilio;

/** The error that the SDK throws for a response other than 2xx. */
function restException(statusCode: number, body: unknown): Error {
  return new RestException({ statusCode, body });
}

/** The error that axios throws without a response. It holds the whole request. */
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
    [302, '', 'something in between'],
    [408, { code: 20_408, message: 'Timed out' }, 'somebody stopped waiting'],
    [499, { code: 20_499, message: 'Closed' }, 'somebody stopped waiting'],
    [400, { code: 0, message: 'Not found' }, 'a code that is none of Twilio’s'],
    [307, { code: 21_610, message: 'no' }, 'a redirection refuses nothing'],
    [400, '<html>', 'not Twilio'],
    [400, {}, 'not Twilio'],
    [400, { code: null }, 'not Twilio'],
    [400, { code: '21610' }, 'not Twilio'],
    [403, null, 'not Twilio'],
    [
      500,
      { code: 20_500, message: 'Internal server error' },
      'it may come after the message was taken',
    ],
    [
      503,
      { code: 20_503, message: 'Service unavailable' },
      'it may come after the message was taken',
    ],
    [599, '', 'the last of its kind'],
  ])('with status %i and %j leaves it open: %s', (status, body, _why) => {
    expect(failureOf(restException(status, body))).toEqual(unknown('server_fault', status));
  });

  it.each([
    ['ECONNREFUSED', 'nobody listens'],
    ['ENOTFOUND', 'no such host, or no network'],
    ['EAI_AGAIN', 'the name service does not answer'],
    ['ENETUNREACH', 'no network'],
    ['EHOSTUNREACH', 'no way there'],
    ['CERT_HAS_EXPIRED', 'the connection was not trusted, so nothing was said'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'the connection was not trusted, so nothing was said'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'the connection was not trusted, so nothing was said'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'the connection was not trusted, so nothing was said'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'the connection was not trusted, so nothing was said'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'the connection was not trusted, so nothing was said'],
  ])('%s proves that nothing was sent: %s', (code, _why) => {
    expect(failureOf(networkError(code))).toEqual({ kind: 'unreachable' });
  });

  it.each([
    ['ECONNABORTED', 'no_answer_in_time', 'what axios says when its time is over'],
    ['ETIMEDOUT', 'no_answer_in_time', 'what the system says'],
    ['ECONNRESET', 'connection_lost', 'it may have been said and heard'],
    ['EPIPE', 'connection_lost', 'some of it may have been said'],
    ['ERR_CANCELED', 'no_answer_in_time', 'cut off by us'],
    ['ERR_BAD_RESPONSE', 'connection_lost', 'something came back'],
    ['EPROTO', 'connection_lost', 'may come in the middle of a connection'],
    ['SOMETHING_NEW', 'connection_lost', 'what nobody knows proves nothing'],
  ])('%s leaves it open, as %s: %s', (code, doubt, _why) => {
    expect(failureOf(networkError(code))).toEqual(unknown(doubt));
  });

  it.each([
    ['an answer that is no JSON', new SyntaxError('Unexpected end of JSON input')],
    ['a fault in the SDK', new TypeError('undefined is not a function')],
    [
      'an error with a number for a code and no status',
      Object.assign(new Error('?'), { code: 42 }),
    ],
    ['an error with a text for a status', Object.assign(new Error('?'), { status: '400' })],
    ['a text', 'ECONNREFUSED'],
    ['nothing', undefined],
    ['null', null],
  ])('that is %s leaves it open', (_what, error) => {
    expect(failureOf(error)).toEqual(unknown('answer_unreadable'));
  });

  it('is not handed on: it holds the secret and the form', () => {
    for (const code of ['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED']) {
      const text = JSON.stringify(failureOf(networkError(code)));
      expect(withoutIds(text)).not.toMatch(/c2VjcmV0|447700|network/u);
    }
  });
});
