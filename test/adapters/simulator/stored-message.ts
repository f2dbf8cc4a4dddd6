import type { StoredMessage } from '../../../src/adapters/simulator/messages/message-store.ts';

/** @param digit the hex digit of which the SID consists */
export function storedMessage(digit: string, changes: Partial<StoredMessage> = {}): StoredMessage {
  return {
    sid: `MM${digit.repeat(32)}`,
    accountSid: `AC${'a'.repeat(32)}`,
    to: 'whatsapp:+447700900101',
    from: 'whatsapp:+447700900999',
    body: 'Hi Zoë 👋,\n\nit’s £40.',
    contentSid: `HX${'1'.repeat(32)}`,
    contentVariables: { '1': 'Zoë', '2': "O'Neil" },
    createdAt: '2026-11-20T18:00:00.000Z',
    course: { endsAs: 'read' },
    editedAt: null,
    canceled: false,
    deleted: false,
    ...changes,
  };
}
