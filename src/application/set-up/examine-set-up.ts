import { exampleVariables } from '../../domain/message/built-in-template.ts';
import {
  plainTextOf,
  type TemplateFacts,
  renderBody,
  type TemplateSid,
} from '../../domain/message/template.ts';
import { knowsSummerTime } from '../../domain/policy/send-hours.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import { isOver, isPastDay, type Season } from '../../domain/record/values/season.ts';
import { refusedAccess } from '../../domain/set-up/refused-access.ts';
import {
  notDone,
  setUpFinding,
  type Check,
  type KeyPlace,
  type SetUpDetail,
  type SetUpFinding,
} from '../../domain/set-up/set-up.ts';
import type { AccountSource, TwilioAnswer } from '../ports/account-source.ts';
import type { Clock } from '../ports/clock.ts';
import {
  checkAccount,
  checkBalance,
  checkClock,
  checkMessages,
  checkSender,
  checkSenderProperties,
  connectionProblem,
} from './account-check.ts';
import type { SenderExpectations } from './sender-details.ts';
import { checkTemplate, missingTemplate } from './template-check.ts';

/** The parts of the set-up, and how each is checked. */
export type SetUp = {
  /** Findings about the settings themselves. */
  readonly settings: readonly SetUpDetail[];
  /** Null where the settings are not enough to reach Twilio. */
  readonly twilio: TwilioSetUp | null;
  /** Null where the settings do not name a valid ledger. */
  readonly ledgerFile: string | null;
  /** Where the ledger's key is, once there is one. */
  readonly ledgerKey: KeyPlace;
  /**
   * Opens the ledger as `send` does, and closes it.
   *
   * @throws InviteError when it cannot be used
   */
  readonly tryLedger: () => Promise<void>;
  /**
   * The seasons for which the ledgers still hold names.
   *
   * @throws InviteError when a ledger cannot be read
   */
  readonly keptSeasons: () => Promise<readonly Season[]>;
  /**
   * How many people in the ledgers wrote and never got a message from the club.
   *
   * @throws InviteError when a ledger cannot be read
   */
  readonly strangers: () => Promise<number>;
  /** The setting KEEP_UNTIL, as 2027-06-30; null where it is not set. */
  readonly keepUntil: string | null;
  /**
   * How many messages with a template arrived, as a finding.
   *
   * @throws InviteError when the ledger cannot be read
   */
  readonly deliveriesOf: (template: TemplateSid) => Promise<SetUpDetail>;
  readonly askWebhook: () => Promise<SetUpDetail>;
  readonly clock: Clock;
};

type TwilioSetUp = SenderExpectations & {
  readonly source: AccountSource;
  /** `whatsapp:` and an E.164 number; null where it is not set. */
  readonly sender: string | null;
  /** Null where it is not set. */
  readonly templateSid: TemplateSid | null;
};

export type Examined = {
  readonly findings: readonly SetUpFinding[];
  /** The template's text with example values; null where there is no text. */
  readonly sample: { readonly name: string; readonly body: string } | null;
};

/** Checks everything that `send` needs, and returns all findings. Sends nothing. */
export async function examineSetUp(setUp: SetUp): Promise<Examined> {
  const { settings, twilio, clock } = setUp;
  const now = clock.now();
  const [asked, ledger, webhook] = await Promise.all([
    twilio === null ? null : examineTwilio(twilio, now),
    examineLedger(setUp, now),
    setUp.askWebhook(),
  ]);
  const details: readonly SetUpDetail[] = [
    ...settings,
    ...(asked === null ? BEFORE_LEDGER.map((check) => notDone(check, 'settings')) : asked.details),
    ...ledger,
    asked === null ? notDone('clock', 'settings') : asked.clock,
    { code: knowsSummerTime() ? 'time_zone_known' : 'time_zone_wrong' },
    webhook,
  ];
  const template = asked?.template ?? null;
  return { findings: details.map(setUpFinding), sample: sampleOf(template, now) };
}

type AskedTwilio = {
  readonly details: readonly SetUpDetail[];
  readonly clock: SetUpDetail;
  readonly template: TemplateFacts | null;
};

async function examineTwilio(
  { source, sender, templateSid, ...expected }: TwilioSetUp,
  now: Date,
): Promise<AskedTwilio> {
  // If the first request fails, the others would fail as well.
  const template = templateSid === null ? null : await source.template(templateSid);
  const first = template ?? (await source.senders());
  const problem = connectionProblem(first);
  if (problem !== null) {
    const found = setUpFinding(problem).check;
    const rest = BEFORE_LEDGER.filter((check) => check !== 'credentials' && check !== found);
    const clock = checkClock(source.clockAheadMs());
    return {
      details: [
        ...(found === 'credentials' ? [] : [{ code: 'credentials_taken' } as const]),
        problem,
        ...rest.map((check) => notDone(check, 'twilio')),
      ],
      clock,
      template: null,
    };
  }
  const [account, balance, senders, messages] = await Promise.all([
    source.account(),
    source.balance(),
    source.senders(),
    source.messages(),
  ]);
  return {
    details: [
      { code: 'credentials_taken' },
      checkAccount(account),
      checkBalance(balance),
      ...(sender === null
        ? [notDone('sender', 'settings')]
        : [checkSender(sender, senders), ...checkSenderProperties(sender, senders, expected)]),
      checkMessages(messages),
      ...(templateSid === null || template === null
        ? ALL_TEMPLATE_CHECKS.map((check) => notDone(check, 'settings'))
        : templateDetails(template, templateSid, now)),
    ],
    clock: checkClock(source.clockAheadMs()),
    template: template?.kind === 'ok' ? template.value : null,
  };
}

const TEMPLATE_CHECKS: readonly Check[] = [
  'template_text',
  'template_notices',
  'template_variables',
  'approval',
  'category',
];

const ALL_TEMPLATE_CHECKS: readonly Check[] = ['template', ...TEMPLATE_CHECKS];

const BEFORE_LEDGER: readonly Check[] = [
  'credentials',
  'account',
  'balance',
  'sender',
  'messages',
  ...ALL_TEMPLATE_CHECKS,
];

function templateDetails(
  asked: TwilioAnswer<TemplateFacts>,
  sid: TemplateSid,
  now: Date,
): readonly SetUpDetail[] {
  if (asked.kind === 'ok') return checkTemplate(asked.value, now);
  const isNotPermitted = asked.kind === 'refused' && refusedAccess(asked) === 'permission';
  const needs = isNotPermitted ? 'permission' : 'twilio';
  return [missingTemplate(asked, sid), ...TEMPLATE_CHECKS.map((check) => notDone(check, needs))];
}

async function examineLedger(setUp: SetUp, now: Date): Promise<readonly SetUpDetail[]> {
  const { tryLedger, keptSeasons, strangers, keepUntil, deliveriesOf, twilio } = setUp;
  const { ledgerFile: file, ledgerKey: key } = setUp;
  const template = twilio?.templateSid ?? null;
  if (file === null) return [notDone('ledger', 'settings'), notDone('past_seasons', 'settings')];
  try {
    await tryLedger();
    const seasons = (await keptSeasons()).filter((season) => isOver(season, now));
    const unknown = await strangers();
    return [
      ...(template === null ? [] : [await deliveriesOf(template)]),
      { code: 'ledger_writable', file, key },
      seasons.length === 0 ? { code: 'past_seasons_gone' } : { code: 'past_seasons_kept', seasons },
      ...(keepUntil !== null && isPastDay(keepUntil, now) && seasons.length > 0
        ? [{ code: 'keep_until_over', until: keepUntil, seasons } as const]
        : []),
      ...(unknown === 0 ? [] : [{ code: 'strangers_kept', count: unknown } as const]),
    ];
  } catch (error) {
    const problem = error instanceof InviteError ? error.problem : null;
    switch (problem?.code) {
      case 'ledger_unavailable':
      case 'ledger_from_newer_version':
      case 'ledger_key_missing':
      case 'ledger_key_wrong':
        return [problem];
      default:
        throw error;
    }
  }
}

function sampleOf(facts: TemplateFacts | null, now: Date): Examined['sample'] {
  const body = facts === null ? null : plainTextOf(facts);
  if (facts === null || body === null) return null;
  return { name: facts.name, body: renderBody(body, exampleVariables(now)) };
}
