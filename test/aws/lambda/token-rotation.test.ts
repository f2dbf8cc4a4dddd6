import { beforeEach, describe, expect, it } from '@jest/globals';
import { parseSettings } from '../../../src/adapters/settings/settings.ts';
import type { MessageGateway } from '../../../src/application/ports/gateway.ts';
import type { SettingsSource } from '../../../src/aws/lambda/settings-source.ts';
import {
  checkWithTokenRotation,
  fetchWithTokenRotation,
  sendWithTokenRotation,
} from '../../../src/aws/lambda/token-rotation.ts';
import type { Outcome } from '../../../src/domain/delivery/outcome.ts';
import { builtInTemplate } from '../../../src/domain/message/built-in-template.ts';
import { InviteError } from '../../../src/domain/problem/problem.ts';
import { anApproved } from '../../support/builders.ts';

/** The token that the function has cached, and the one in Secrets Manager. */
let cached: string;
let current: string;
let secretReads: number;
const source: SettingsSource = {
  settings: async () => parseSettings({ TWILIO_AUTH_TOKEN: cached }),
  freshSettings: async () => {
    secretReads += 1;
    cached = current;
    return parseSettings({ TWILIO_AUTH_TOKEN: cached });
  },
};
beforeEach(() => {
  cached = 'the-old-token';
  current = 'the-new-token';
  secretReads = 0;
});

const ACCEPTED = { kind: 'accepted', messageSid: `MM${'7'.repeat(32)}` } as Outcome;
const NOT_AUTHENTICATED = refused(20_003);

function refused(twilioCode: number): Outcome {
  return { kind: 'refused', twilioCode, twilioText: '', retryAfterSeconds: null };
}

describe('a send', () => {
  let tokens: (string | undefined)[];
  beforeEach(() => {
    tokens = [];
  });

  /** Sends with a Twilio that returns `answer` for any token, or that accepts the new token alone. */
  async function sendTo(answer: Outcome | 'takes the new token'): Promise<Outcome> {
    const gateway = sendWithTokenRotation(source, ({ values }): MessageGateway => {
      const token = values.TWILIO_AUTH_TOKEN;
      return {
        send: async () => {
          tokens.push(token);
          if (answer !== 'takes the new token') return answer;
          return token === 'the-new-token' ? ACCEPTED : NOT_AUTHENTICATED;
        },
      };
    });
    return await gateway.send(anApproved(), 60);
  }

  it('with a rotated token is repeated with the new one, since nothing was sent', async () => {
    expect(await sendTo('takes the new token')).toEqual(ACCEPTED);
    expect(tokens).toEqual(['the-old-token', 'the-new-token']);
  });

  it('uses the new token alone from then on', async () => {
    await sendTo('takes the new token');
    await sendTo('takes the new token');
    expect(tokens).toEqual(['the-old-token', 'the-new-token', 'the-new-token']);
    expect(secretReads).toBe(1);
  });

  it('is not repeated again when the new token is refused as well', async () => {
    expect(await sendTo(NOT_AUTHENTICATED)).toEqual(NOT_AUTHENTICATED);
    expect(tokens).toEqual(['the-old-token', 'the-new-token']);
  });

  it('is not repeated when the token has not changed', async () => {
    current = cached;
    expect(await sendTo(NOT_AUTHENTICATED)).toEqual(NOT_AUTHENTICATED);
    expect(tokens).toEqual(['the-old-token']);
  });

  it.each<readonly [string, Outcome]>([
    ['accepted', ACCEPTED],
    ['refused for another reason', refused(63_024)],
    ['unreachable', { kind: 'unreachable' }],
    ['of unknown outcome, since it may have been sent', { kind: 'unknown', doubt: 'server_fault' }],
  ])('is never repeated when it is %s', async (_what, outcome) => {
    expect(await sendTo(outcome)).toEqual(outcome);
    expect([tokens, secretReads]).toEqual([['the-old-token'], 0]);
  });
});

async function fetched(twilioCode: number): Promise<unknown> {
  return await fetchWithTokenRotation(source, ({ values: { TWILIO_AUTH_TOKEN: token } }) => ({
    fetch: async () => {
      if (token === 'the-new-token') return builtInTemplate();
      throw new InviteError({ code: 'twilio_refused', twilioCode, twilioText: '' });
    },
  })).fetch();
}

describe('a template', () => {
  it('is fetched with the new token when the old one is refused', async () => {
    expect(await fetched(20_003)).toEqual(builtInTemplate());
  });

  it('is not fetched again when something else is refused', async () => {
    await expect(fetched(20_429)).rejects.toMatchObject({ problem: { twilioCode: 20_429 } });
    expect(secretReads).toBe(0);
  });
});

describe('a signature', () => {
  let time: number;
  let isSigned: (token: string) => Promise<boolean>;
  beforeEach(() => {
    time = 0;
    const check = checkWithTokenRotation(
      source,
      (token) => async (signature) => signature === `signed with ${token}`,
      () => time,
    );
    isSigned = async (token) => await check(`signed with ${token}`, 'https://club.example', {});
  });

  it('made with the new token is accepted from the first request on', async () => {
    expect(await isSigned('the-new-token')).toBe(true);
    expect(await isSigned('the-new-token')).toBe(true);
    expect(secretReads).toBe(1);
  });

  it('made with the cached token is accepted without reading the secret', async () => {
    expect(await isSigned('the-old-token')).toBe(true);
    expect(secretReads).toBe(0);
  });

  it('that is forged is refused, and the secret is read once a minute at most', async () => {
    for (const at of [0, 1, 59_999]) {
      time = at;
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(await isSigned('a-token-of-nobody')).toBe(false);
    }
    expect(secretReads).toBe(1);
    time = 60_000;
    expect(await isSigned('a-token-of-nobody')).toBe(false);
    expect(secretReads).toBe(2);
  });
});
