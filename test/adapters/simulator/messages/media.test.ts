import { afterEach, beforeEach, expect, it } from '@jest/globals';
import {
  MESSAGES_PATH,
  refusalBody,
  simulatedAccount,
  type SimulatedAccount,
} from '../simulated-account.ts';
import { storedMessage } from '../stored-message.ts';

const SID = `SM${'b'.repeat(32)}`;
const MEDIA = `${MESSAGES_PATH}/${SID}/Media`;

let account: SimulatedAccount;
beforeEach(async () => {
  account = await simulatedAccount();
  account.store.add(
    storedMessage('b', {
      sid: SID,
      course: { endsAs: 'received' },
      webhookFields: { NumMedia: '2', MediaContentType0: 'image/png' },
    }),
  );
});
afterEach(() => account.close());

async function listed(): Promise<readonly string[]> {
  const { body } = await account.call(`${MEDIA}.json`);
  return (body['media_list'] as readonly { readonly sid: string }[]).map(({ sid }) => sid);
}

it('media of a message are listed, and each has a resource until it is deleted', async () => {
  const [first = '', second = ''] = await listed();
  expect(first).toMatch(/^ME[0-9a-f]{32}$/u);
  expect(second).toMatch(/^ME[0-9a-f]{32}$/u);
  expect((await account.call(`${MEDIA}/${first}.json`)).body).toMatchObject({
    sid: first,
    parent_sid: SID,
    content_type: 'image/png',
  });
  expect((await account.call(`${MEDIA}/${first}.json`, { method: 'DELETE' })).status).toBe(204);
  expect(await listed()).toEqual([second]);
  const again = await account.call(`${MEDIA}/${first}.json`, { method: 'DELETE' });
  expect(again).toEqual({ status: 404, body: refusalBody(404, 20_404) });
});

it('media are gone with their message', async () => {
  const [first = ''] = await listed();
  await account.call(`${MESSAGES_PATH}/${SID}.json`, { method: 'DELETE' });
  for (const path of [`${MEDIA}.json`, `${MEDIA}/${first}.json`]) {
    // oxlint-disable-next-line no-await-in-loop -- one request after the other
    expect((await account.call(path)).status).toBe(404);
  }
  expect(JSON.stringify(account.store.list())).not.toContain('image/png');
});

it.each([
  ['POST', `${MEDIA}.json`, 405],
  ['GET', `${MESSAGES_PATH}/SM${'0'.repeat(32)}/Media.json`, 404],
  ['GET', `${MEDIA}/ME${'0'.repeat(32)}.json`, 404],
  ['GET', `/2010-04-01/Accounts/AC${'0'.repeat(32)}/Messages/${SID}/Media.json`, 404],
])('%s %s is refused with %i', async (method, path, status) => {
  expect((await account.call(path, { method })).status).toBe(status);
});
