import type { KeyedHash } from '../../../src/domain/delivery/keyed-hash.ts';
import type { LedgerMessage } from '../../../src/domain/delivery/ledger-message.ts';
import { builtInTemplate } from '../../../src/domain/message/built-in-template.ts';
import { anAttempt } from '../builders.ts';

type Parts = Partial<Omit<LedgerMessage, 'key'>> & { readonly key?: string };

/** A ledger's accepted message to Jane Smith, with the parts that a test sets. */
export function aLedgerMessage({ key = 'a-key', ...parts }: Parts = {}): LedgerMessage {
  return {
    ...anAttempt({ state: 'accepted' }),
    key: key as KeyedHash,
    inviteeKey: 'an-invitee' as KeyedHash,
    to: 'whatsapp:+447700900123',
    player: 'John Smith',
    parent: 'Jane Smith',
    team: 'Panthers u11s',
    isErased: false,
    purpose: 'invite',
    season: '2026-27',
    approvedAt: new Date('2026-07-14T18:41:00Z'),
    sentAt: new Date('2026-07-14T18:42:00Z'),
    doubt: null,
    deliveryCode: null,
    deliveryAt: null,
    templateSid: builtInTemplate().sid,
    variables: {},
    body: 'Hi Jane',
    file: 'players.csv',
    row: 2,
    ...parts,
  };
}
