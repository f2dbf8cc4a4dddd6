import { describe, expect, it } from '@jest/globals';
import { routeOf, retryAfterSecondsOf } from '../../../src/adapters/twilio/client.ts';

const CREATE = 'https://api.twilio.com/2010-04-01/Accounts/ACaaaa/Messages.json';

describe('the address of a request', () => {
  it.each([
    [CREATE],
    ['https://content.twilio.com/v1/Content/HXaaaa/ApprovalRequests'],
    ['https://messaging.twilio.com/v2/Channels/Senders?Channel=whatsapp'],
    ['https://api.twilio.com/2010-04-01/Accounts/ACaaaa/Messages.json?To=whatsapp%3A%2B44&Page=2'],
  ])('is Twilio’s, unchanged, when there is no stand-in: %s', (uri) => {
    expect(routeOf(uri, null)).toBe(uri);
  });

  it.each([
    ['a port', 'http://127.0.0.1:8080', 'http://127.0.0.1:8080/v1/Content/HXaaaa'],
    ['a name', 'http://localhost:8080', 'http://localhost:8080/v1/Content/HXaaaa'],
    ['an IPv6 address', 'http://[::1]:8080', 'http://[::1]:8080/v1/Content/HXaaaa'],
    ['TLS', 'https://127.0.0.1:8443', 'https://127.0.0.1:8443/v1/Content/HXaaaa'],
    ['a trailing slash', 'http://127.0.0.1:8080/', 'http://127.0.0.1:8080/v1/Content/HXaaaa'],
    ['a path', 'http://127.0.0.1:8080/twilio', 'http://127.0.0.1:8080/twilio/v1/Content/HXaaaa'],
    [
      'a path and a slash',
      'http://127.0.0.1:8080/a/b/',
      'http://127.0.0.1:8080/a/b/v1/Content/HXaaaa',
    ],
    [
      'a query, which is dropped',
      'http://127.0.0.1:8080/?a=1',
      'http://127.0.0.1:8080/v1/Content/HXaaaa',
    ],
    [
      'a name and password, which are dropped',
      'http://me:secret@127.0.0.1:8080',
      'http://127.0.0.1:8080/v1/Content/HXaaaa',
    ],
  ])('is at a stand-in with %s', (_what, standIn, expected) => {
    expect(routeOf('https://content.twilio.com/v1/Content/HXaaaa', new URL(standIn))).toBe(
      expected,
    );
  });

  it.each([
    ['content', '/v1/Content/HXaaaa'],
    ['messaging', '/v2/Channels/Senders?Channel=whatsapp'],
    ['api', '/2010-04-01/Accounts/ACaaaa/Balance.json'],
  ])('for the host %s is at the stand-in', (host, path) => {
    const uri = `https://${host}.twilio.com${path}`;
    expect(routeOf(uri, new URL('http://127.0.0.1:8080'))).toBe(`http://127.0.0.1:8080${path}`);
  });

  it('keeps the query unchanged', () => {
    const uri = `${CREATE}?DateSent%3E=2026-11-20T00%3A00%3A00Z&To=whatsapp%3A%2B447700900123&Page=`;
    expect(routeOf(uri, new URL('http://127.0.0.1:8080'))).toBe(
      'http://127.0.0.1:8080/2010-04-01/Accounts/ACaaaa/Messages.json' +
        '?DateSent%3E=2026-11-20T00%3A00%3A00Z&To=whatsapp%3A%2B447700900123&Page=',
    );
  });

  it.each([
    ['another host', 'https://example.com/2010-04-01/Accounts.json', 'example.com'],
    ['another product', 'https://lookups.twilio.com/v2/PhoneNumbers', 'lookups.twilio.com'],
    ['a part of a host', 'https://eu.messaging.twilio.com/v2/', 'eu.messaging.twilio.com'],
    ['another region', 'https://api.dublin.ie1.twilio.com/2010-04-01', 'api.dublin.ie1.twilio.com'],
    [
      'a host with the same ending',
      'https://evil-api.twilio.com.example.com/',
      'evil-api.twilio.com.example.com',
    ],
    [
      'a host with the same beginning',
      'https://api.twilio.com.example.com/',
      'api.twilio.com.example.com',
    ],
    ['a host after a user name', 'https://api.twilio.com@example.com/', 'example.com'],
    ['another port', 'https://api.twilio.com:8443/2010-04-01', 'api.twilio.com:8443'],
    ['no TLS', 'http://api.twilio.com/2010-04-01', 'api.twilio.com'],
  ])('is refused for %s, with or without a stand-in', (_what, uri, host) => {
    const refusal = `The tool speaks to Twilio alone, not to ${host}.`;
    expect(() => routeOf(uri, null)).toThrow(refusal);
    expect(() => routeOf(uri, new URL('http://127.0.0.1:8080'))).toThrow(refusal);
  });

  it('is refused if it is not a URL', () => {
    expect(() => routeOf('/2010-04-01/Accounts.json', null)).toThrow('Invalid URL');
  });
});

const DATE = 'Wed, 15 Jul 2026 18:42:00 GMT';

describe('the wait of a Retry-After header', () => {
  it.each([
    { headers: { 'retry-after': '7' }, is: 7, why: 'seconds' },
    { headers: { 'retry-after': ' 0 ' }, is: 0, why: 'no second' },
    {
      headers: { 'retry-after': 'Wed, 15 Jul 2026 18:43:30 GMT', date: DATE },
      is: 90,
      why: 'a date, relative to the date of the response and not to the local clock',
    },
    {
      headers: { 'retry-after': 'Wed, 15 Jul 2026 18:40:00 GMT', date: DATE },
      is: 0,
      why: 'a past date',
    },
    { headers: { 'retry-after': 'Wed, 15 Jul 2026 18:43:30 GMT' }, is: null, why: 'no Date' },
    { headers: { 'retry-after': '12.5', date: DATE }, is: null, why: 'neither one nor the other' },
    { headers: { 'retry-after': '-7', date: DATE }, is: null, why: 'below nothing' },
    { headers: { 'retry-after': 'soon', date: DATE }, is: null, why: 'a word' },
    { headers: { 'retry-after': ['7', '8'] }, is: null, why: 'two' },
    { headers: { date: DATE }, is: null, why: 'it asks for nothing' },
    { headers: undefined, is: null, why: 'there are no headers' },
  ])('is $is: $why', ({ headers, is }) => {
    expect(retryAfterSecondsOf(headers)).toBe(is);
  });
});
