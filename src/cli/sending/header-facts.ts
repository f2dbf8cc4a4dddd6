import { basename } from 'node:path';
import type { OverruledSetting } from '../../adapters/settings/find-settings.ts';
import type { KnownAccount } from '../../application/set-up/account-check.ts';
import { withoutChannel } from '../../domain/contact/recipient.ts';
import { messagesFor, totalOf, type Balance, type Price } from '../../domain/message/price.ts';
import { isMarketing, type Template } from '../../domain/message/template.ts';
import { internationalForm, type Phone } from '../../domain/record/phone/phone.ts';
import type { Mode } from '../../domain/set-up/mode.ts';
import { setUpFinding, type SetUpDetail } from '../../domain/set-up/set-up.ts';
import { printable, count, londonDay, londonTime } from '../../text/format.ts';
import { MARKETING_TEMPLATE } from '../../text/set-up/category.ts';
import { explainSetUp } from '../../text/set-up/set-up.ts';
import { shownSetting, sourceName } from '../commands/config/settings-shown.ts';
import type { World } from '../composition/world.ts';
import type { NamedList } from '../list/named-list.ts';
import type { Colours } from '../terminal/colours.ts';
import { hanging } from '../terminal/wrap-text.ts';

/** One line of a header. A line without a label continues the one above. */
export type Fact = readonly [label: string, fact: string];

/** Where the facts begin, behind their labels, in characters. */
const FACT_INDENT = 12;

/**
 * The lines of a header, each fact wrapped under its own beginning.
 *
 * @param columns characters in a line; null to leave the facts unwrapped
 */
export async function factTable(
  facts: readonly Fact[],
  colours: Colours,
  columns: number | null,
): Promise<string> {
  const lines = facts.map(
    async ([label, fact]) =>
      `  ${colours.dim(label.padEnd(9))} ${await hanging(fact, columns, FACT_INDENT)}`,
  );
  return (await Promise.all(lines)).join('\n');
}

/** `players.csv, changed 22 Nov 2026, 18:42`. */
export function fileText({ name, changedAt }: Pick<NamedList, 'name' | 'changedAt'>): string {
  const changed = changedAt === null ? '' : `, changed ${londonTime(changedAt)}`;
  return `${printable(basename(name))}${changed}`;
}

/** The account and the sender, with warnings about settings that contradict each other. */
export function accountFacts(
  { accountSid, sender, overruled }: Pick<World, 'accountSid' | 'sender' | 'overruled'>,
  known: KnownAccount,
  colours: Colours,
): readonly Fact[] {
  const warnings = (name: string): readonly Fact[] =>
    overruled
      .filter((setting) => setting.name === name)
      .map((setting) => ['', colours.odd(overruledText(setting))] as const);
  const { account } = known;
  const kind =
    account?.isTrial === true ? 'trial account: only verified numbers' : 'a full account';
  return [
    ...(account === null
      ? [['account', accountSid] as const]
      : [['account', `${printable(account.name)}, ${kind}`] as const, ['', accountSid] as const]),
    ...warnings('TWILIO_ACCOUNT_SID'),
    ['sender', internationalForm(withoutChannel(sender) as Phone)],
    ...warnings('TWILIO_PHONE_NUMBER'),
    ...senderNotes(known).map((note) => ['', colours.odd(note)] as const),
  ];
}

/** Warnings about the sender. Empty where Twilio lists it as ready and nothing else stands out. */
export function senderNotes({
  sender,
  senderDetails = [],
}: Pick<KnownAccount, 'sender' | 'senderDetails'>): readonly string[] {
  const warnings = senderDetails.filter((detail) => setUpFinding(detail).state !== 'ok');
  return [...stateNotes(sender), ...warnings.map(noteOf)];
}

/** A finding of `doctor` as a note in the header. */
export function noteOf(detail: SetUpDetail): string {
  const { message, fix } = explainSetUp(detail);
  return fix === null ? `! ${message}` : `! ${message} ${fix}`;
}

function stateNotes(sender: KnownAccount['sender']): readonly string[] {
  switch (sender?.code) {
    case undefined:
    case 'sender_ready':
      return [];
    case 'senders_hidden':
      return [
        sender.because === 'permission'
          ? '! The API key may not read the WhatsApp senders: the Twilio console shows whether this one is online.'
          : '! Twilio does not tell whether this sender is online; the Twilio console does.',
      ];
    case 'sender_unknown':
      return ['! This account lists no such WhatsApp sender; Twilio may refuse it.'];
    case 'sender_sandbox':
      return [noteOf(sender)];
  }
}

function overruledText({ name, value, source, otherSource, otherValue }: OverruledSetting): string {
  const [counts, other] = [value, otherValue].map((one) => printable(shownSetting(name, one)));
  return `! ${name} is ${counts ?? ''} by the ${sourceName(source)}, and ${other ?? ''} in the ${sourceName(otherSource)}.`;
}

/** The template with its approval state and category at WhatsApp, and a warning where it is MARKETING. */
export function templateFacts(template: Template, colours: Colours): readonly Fact[] {
  const { sid, name, approvalState, category } = template;
  const kind = category === null ? '' : ` as ${printable(category)}`;
  return [
    ['template', `${printable(name)}, ${printable(approvalState)} by WhatsApp${kind}`],
    ['', sid],
    ...(isMarketing(template)
      ? [['', colours.odd(`! ${MARKETING_TEMPLATE.message}`)] as const]
      : []),
  ];
}

type Cost = {
  readonly mode: Mode;
  readonly messages: number;
  /** Null where no price is set. */
  readonly price: Price | null;
  /** The account's credit; null where Twilio does not return it. */
  readonly balance: Balance | null;
};

/**
 * The estimated cost of a run, and whether the credit is enough. A run that is not live costs nothing;
 * where a price is set, the text adds what a live run would cost.
 */
export function costOf(cost: Cost, colours: Colours): string {
  if (cost.messages === 0) return 'nothing';
  if (cost.mode === 'live') return liveCost(cost, colours);
  return cost.price === null ? 'nothing' : `nothing; for real, ${liveCost(cost, colours)}`;
}

function liveCost({ messages, price, balance }: Cost, colours: Colours): string {
  const most = `${count(messages, 'message')} at most`;
  if (price === null) {
    const known = balance === null ? '' : `; your credit is ${money(balance)}`;
    return `${most}, each charged by Twilio and WhatsApp at your account's prices${known}`;
  }
  const total = money({ ...price, amount: totalOf(price, messages) });
  const estimate = `about ${total} for ${most}, at ${money(price)} each as looked up on ${londonDay(price.lookedUpOn)}`;
  return balance === null
    ? estimate
    : `${estimate}; ${creditFor(messages, price, balance, colours)}`;
}

function creditFor(messages: number, price: Price, balance: Balance, colours: Colours): string {
  const credit = money(balance);
  if (balance.currency !== price.currency) return `your credit is ${credit}, in another currency`;
  const carried = messagesFor(balance, price);
  if (carried >= messages) return `your credit of ${credit} is enough`;
  return colours.odd(`your credit of ${credit} is enough for ${carried} of ${messages}`);
}

/** `£1.45`; up to four decimals, as in `£0.0379`, since a message costs less than a penny. */
function money({ amount, currency }: Balance): string {
  const style = { style: 'currency', currency, maximumFractionDigits: 4 } as const;
  return new Intl.NumberFormat('en-GB', style).format(amount);
}
