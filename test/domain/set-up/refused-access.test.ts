import { describe, expect, it } from '@jest/globals';
import { refusedAccess } from '../../../src/domain/set-up/refused-access.ts';

describe('a request that Twilio refuses', () => {
  it.each([
    [401, 20_003, 'credentials'],
    [401, 70_051, 'permission'],
    [403, 70_051, 'permission'],
    [403, 20_403, 'account'],
    [401, 20_403, 'account'],
    [401, 20_999, 'credentials'],
    [403, 20_006, null],
    [404, 20_404, null],
    [429, 20_429, null],
  ])('with HTTP %i and code %i shows of the login: %s', (httpStatus, twilioCode, expected) => {
    expect(refusedAccess({ httpStatus, twilioCode })).toBe(expected);
  });
});
