import * as z from 'zod';
import type { QueuedMessage } from '../../application/ports/invite-queue.ts';
import { whatsappAddress } from '../../domain/contact/recipient.ts';
import { CONSENT } from '../../domain/delivery/message-record.ts';
import { VARIABLE_NUMBERS } from '../../domain/message/template.ts';

/** A worker leaves a message with another version on the queue. */
const QUEUED_VERSION = 1;

/** The body of a queue message, in the form that `readQueued` reads. */
export function writeQueued({ message, approval, ...others }: QueuedMessage): string {
  const { digest, operator, at } = approval;
  return JSON.stringify({
    version: QUEUED_VERSION,
    ...others,
    message,
    approval: { digest, operator, at: at.toISOString() },
  });
}

const LONGEST_TEXT = 2000;

const text = z.string().max(LONGEST_TEXT);
const hash = z.string().regex(/^[0-9a-f]{64}$/u);
const phone = z.string().regex(/^\+[1-9]\d{6,14}$/u);
const name = z.strictObject({ firstName: text, lastName: text });

const MESSAGE = z.strictObject({
  // Test messages are never queued.
  purpose: z.literal('invite'),
  key: hash,
  inviteeKey: hash,
  invite: z.strictObject({
    row: z.int().nonnegative(),
    player: name,
    parent: name.extend({ phone }),
    team: text,
    ageGroup: text,
    season: text,
    manager: z.strictObject({ name: text, phone }),
    membershipFee: text,
    subscriptionFee: text,
    consent: CONSENT.optional(),
  }),
  to: z.string(),
  contentSid: z.string().regex(/^HX[0-9a-f]{32}$/u),
  contentVariables: z.strictObject(
    Object.fromEntries(VARIABLE_NUMBERS.map((number) => [number, text.min(1)])),
  ),
  body: text,
});

const QUEUED = z.strictObject({
  version: z.literal(QUEUED_VERSION),
  mode: z.enum(['live', 'stand_in']),
  attempt: z.string().regex(/^[\w-]{1,100}$/u),
  message: MESSAGE.refine(({ to, invite }) => to === whatsappAddress(invite.parent.phone)),
  approval: z.strictObject({
    digest: hash,
    operator: text,
    at: z.iso.datetime().transform((at) => new Date(at)),
  }),
  source: z.strictObject({ file: text }),
  atAnyHour: z.boolean(),
});

/**
 * Parses the body of a queue message; null where it has another form or version. Only the form is
 * checked: the ledger has the approval.
 */
export function readQueued(body: string): QueuedMessage | null {
  const read = QUEUED.safeParse(parsed(body));
  if (!read.success) return null;
  const { version: _known, ...queued } = read.data;
  // The values were parsed before the approval, whose digest proves that they are unchanged.
  return queued as unknown as QueuedMessage;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
