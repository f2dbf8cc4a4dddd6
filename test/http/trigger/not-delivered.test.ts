import { describe, expect, it } from '@jest/globals';
import { aService, type RunningService } from '../../support/network/service.ts';

/**
 * Sends John's invite to this number and tells the webhook that it failed with this code. The message of a
 * sibling to the same number waits six seconds, after which the simulator has failed the first one, too, if
 * it is a number that fails.
 */
async function aFailure(
  number: string,
  code: string,
): Promise<{ readonly service: RunningService; readonly sid: string }> {
  const service = await aService();
  const { body } = await service.trigger({ parent_tel: number });
  await service.trigger({ parent_tel: number, player_first_name: 'Ava' });
  const sid = String(body['message_sid']);
  await service.webhook([
    ['MessageSid', sid],
    ['MessageStatus', 'undelivered'],
    ['ErrorCode', code],
    ['ChannelStatusMessage', 'It did not arrive'],
  ]);
  return { service, sid };
}

describe('POST /trigger for a message that did not arrive', () => {
  it('sends it again once Twilio confirms it, and returns the new SID', async () => {
    const { service, sid } = await aFailure('07700 900318', '63018');
    const again = await service.trigger({ parent_tel: '07700 900318' });
    expect(again).toMatchObject({ status: 200, body: { status: 'message_sent' } });
    expect(again.body['message_sid']).not.toBe(sid);
    expect(service.twilio.sent()).toHaveLength(3);
  });

  it.each([
    ['07700 900324', '63024', 'the number has no WhatsApp'],
    ['07700 900314', '63014', 'the parent has blocked the club'],
  ])('to %s with code %s returns it as sent, since %s', async (number, code) => {
    const { service, sid } = await aFailure(number, code);
    const again = await service.trigger({ parent_tel: number });
    expect(again).toMatchObject({
      status: 200,
      body: { status: 'already_sent', message_sid: sid },
    });
    expect(service.twilio.sent()).toHaveLength(2);
  });

  it('returns it as sent where Twilio does not confirm it', async () => {
    const { service, sid } = await aFailure('07700 900123', '63018');
    const again = await service.trigger({ parent_tel: '07700 900123' });
    expect(again.body).toMatchObject({ status: 'already_sent', message_sid: sid });
    expect(service.twilio.sent()).toHaveLength(2);
  });

  it('sends it once for 10 requests at once', async () => {
    const { service } = await aFailure('07700 900318', '63018');
    const request = async () => await service.trigger({ parent_tel: '07700 900318' });
    const answers = await Promise.all(Array.from({ length: 10 }, request));
    const sent = answers.filter(({ body }) => body['status'] === 'message_sent');
    expect(sent).toHaveLength(1);
    expect(service.twilio.sent()).toHaveLength(3);
  });
});
