import { openLedgerFile } from '../../../src/adapters/storage/sqlite/ledger-file.ts';
import { asMessageSid, type MessageSid } from '../../../src/domain/delivery/ids.ts';
import type { Outcome } from '../../../src/domain/delivery/outcome.ts';
import type { DeliveryState } from '../../../src/domain/delivery/state.ts';
import type { Phone } from '../../../src/domain/record/phone/phone.ts';
import { aMessage, anApproved } from '../builders.ts';

type Course = {
  readonly delivery: DeliveryState | null;
  readonly code?: number;
  /** Twilio's own words about the code. */
  readonly words?: string;
  /** How long ago it was sent. Two hours by default. */
  readonly hoursAgo?: number;
  readonly outcome?: Extract<Outcome, { readonly kind: 'unknown' }>;
  /** What the parent wrote an hour after it. */
  readonly reply?: string;
  readonly isStopped?: boolean;
};

const many = (count: number, course: Course): readonly Course[] =>
  Array.from({ length: count }, () => course);

/** 400 messages: 12 failed for 3 reasons, 5 parents wrote, 2 stopped, 3 are unknown and 1 is overdue. */
const SEASON: readonly Course[] = [
  ...many(200, { delivery: 'read' }),
  ...many(6, { delivery: 'undelivered', code: 63_024 }),
  ...many(4, { delivery: 'undelivered', code: 63_049 }),
  ...many(2, { delivery: 'failed', code: 30_008 }),
  ...many(5, { delivery: 'read', reply: 'Yes please! How do I start?' }),
  ...many(2, { delivery: 'delivered', isStopped: true }),
  ...many(3, { delivery: null, outcome: { kind: 'unknown', doubt: 'no_answer_in_time' } }),
  { delivery: 'sent', hoursAgo: 30 },
  ...many(177, { delivery: 'read' }),
];

const HOUR_MS = 3_600_000;
const TEAMS = ['Bears u7s', 'Lions u9s', 'Panthers u11s', 'Tigers u13s'];
const NAMES = ['Ava', 'Ben', 'Cara', 'Dan', 'Eve', 'Finn', 'Gwen', 'Hal'];

/**
 * Writes a season into a rehearsal's ledger.
 *
 * @param courses by default 400 of all kinds
 */
export async function writeSeason(
  file: string,
  now: Date,
  courses: readonly Course[] = SEASON,
): Promise<void> {
  const { ledger, replies, optOuts, close } = openLedgerFile(file, 'rehearsal');
  for (const [index, course] of courses.entries()) {
    const phone = `+447700900${String(index).padStart(3, '0')}`;
    const team = TEAMS[index % TEAMS.length] ?? '';
    const at = new Date(now.getTime() - (course.hoursAgo ?? 2) * HOUR_MS);
    const message = aMessage({
      row: index + 2,
      player_first_name: NAMES[index % NAMES.length] ?? '',
      player_last_name: `Hartley-${index}`,
      parent_first_name: 'Jane',
      parent_last_name: `Hartley-${index}`,
      parent_tel: phone,
      team_name: team.split(' ')[0] ?? '',
      age_group: team.split(' ')[1] ?? '',
    });
    const sid = sidOf(index);
    // oxlint-disable-next-line no-await-in-loop -- the ledger is written in order
    const claim = await ledger.claim(anApproved(message), { file: 'players.csv' }, at, null);
    if (claim.kind === 'taken') throw new Error('The message was taken already.');
    // oxlint-disable-next-line no-await-in-loop -- as above
    await ledger.advance(claim.attemptId, { kind: 'sending' }, at);
    const outcome = course.outcome ?? { kind: 'accepted', messageSid: sid };
    // oxlint-disable-next-line no-await-in-loop -- as above
    await ledger.advance(claim.attemptId, outcome, at);
    if (course.delivery !== null) {
      // oxlint-disable-next-line no-await-in-loop -- as above
      await ledger.recordDelivery({
        sid,
        state: course.delivery,
        errorCode: course.code ?? null,
        errorText: course.words ?? null,
        at,
      });
    }
    if (course.reply !== undefined) {
      // oxlint-disable-next-line no-await-in-loop -- as above
      await replies.add({
        sid: `SM${String(index).padStart(32, '0')}` as MessageSid,
        sender: phone,
        userId: null,
        text: course.reply,
        button: null,
        media: [],
        answers: null,
        at: new Date(at.getTime() + HOUR_MS),
      });
    }
    if (course.isStopped === true) {
      const details = { state: 'stopped', source: 'reply', operator: 'the parent', at } as const;
      // oxlint-disable-next-line no-await-in-loop -- as above
      await optOuts.add([phone as Phone], details);
    }
  }
  await close();
}

function sidOf(index: number): MessageSid {
  return asMessageSid(`MM${String(index).padStart(32, '0')}`) as MessageSid;
}
