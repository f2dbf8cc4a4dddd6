import { beforeEach, describe, expect, it } from '@jest/globals';
import type { MessageGateway } from '../../../src/application/ports/gateway.ts';
import {
  checkWithTokenRotation,
  fetchWithTokenRotation,
  sendWithTokenRotation,
} from '../../../src/aws/lambda/token-rotation.ts';
import { parseSettings } from '../../../src/adapters/settings/settings.ts';
import type { SettingsSource } from '../../../src/aws/lambda/settings-source.ts';
import { builtInTemplate } from '../../../src/domain/message/built-in-template.ts';
import type { Outcome } from '../../../src/domain/delivery/outcome.ts';
import { InviteError } from '../../../src/domain/problem/problem.ts';
import { anApproved } from '../../support/builders.ts';

/** What the function has kept, and what stands in AWS now. */
let kept: string;
let now: string;
let looks: number;
const source: SettingsSource = {
  settings: async () => parseSettings({ TWILIO_AUTH_TOKEN: kept }),
  freshSettings: async () => {
    looks += 1;
    kept = now;
    return parseSettings({ TWILIO_AUTH_TOKEN: kept });
  },
};
beforeEach(() => {
  kept = 'the-old-token';
  now = 'the-new-token';
  looks = 0;
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

  /** What comes of a send where Twilio answers so, whatever the token, or takes the new one alone. */
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
    return await gateway.send(anApproved());
  }

  it('whose token was rotated is made once more with the new one, since nothing went', async () => {
    expect(await sendTo('takes the new token')).toEqual(ACCEPTED);
    expect(tokens).toEqual(['the-old-token', 'the-new-token']);
  });

  it('is made with the new token alone from then on', async () => {
    await sendTo('takes the new token');
    await sendTo('takes the new token');
    expect(tokens).toEqual(['the-old-token', 'the-new-token', 'the-new-token']);
    expect(looks).toBe(1);
  });

  it('is not made again where the new token is refused as well', async () => {
    expect(await sendTo(NOT_AUTHENTICATED)).toEqual(NOT_AUTHENTICATED);
    expect(tokens).toEqual(['the-old-token', 'the-new-token']);
  });

  it('is not made again where the token is the same', async () => {
    now = kept;
    expect(await sendTo(NOT_AUTHENTICATED)).toEqual(NOT_AUTHENTICATED);
    expect(tokens).toEqual(['the-old-token']);
  });

  it.each<readonly [string, Outcome]>([
    ['accepted', ACCEPTED],
    ['refused for something else', refused(63_024)],
    ['unreachable', { kind: 'unreachable' }],
    ['unknown: it may have gone', { kind: 'unknown', doubt: 'server_fault' }],
  ])('is never made twice where it is %s', async (_what, outcome) => {
    expect(await sendTo(outcome)).toEqual(outcome);
    expect([tokens, looks]).toEqual([['the-old-token'], 0]);
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
  it('is fetched with the new token where the old one is refused', async () => {
    expect(await fetched(20_003)).toEqual(builtInTemplate());
  });

  it('is not fetched again where something else is refused', async () => {
    await expect(fetched(20_429)).rejects.toMatchObject({ problem: { twilioCode: 20_429 } });
    expect(looks).toBe(0);
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

  it('made with the new token is taken from the first on', async () => {
    expect(await isSigned('the-new-token')).toBe(true);
    expect(await isSigned('the-new-token')).toBe(true);
    expect(looks).toBe(1);
  });

  it('made with the token that is known is taken without a look', async () => {
    expect(await isSigned('the-old-token')).toBe(true);
    expect(looks).toBe(0);
  });

  it('that is forged is refused, and the secret looked at once a minute, however many there are', async () => {
    for (const at of [0, 1, 59_999]) {
      time = at;
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(await isSigned('a-token-of-nobody')).toBe(false);
    }
    expect(looks).toBe(1);
    time = 60_000;
    expect(await isSigned('a-token-of-nobody')).toBe(false);
    expect(looks).toBe(2);
  });
});
