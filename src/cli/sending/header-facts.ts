import type { OverruledSetting } from '../../adapters/settings/find-settings.ts';
import type { KnownAccount } from '../../application/set-up/account-facts.ts';
import { internationalForm, type Phone } from '../../domain/record/phone/phone.ts';
import { withoutChannel } from '../../domain/contact/recipient.ts';
import type { Colours } from '../terminal/colours.ts';
import { printable, count, londonDay } from '../../text/format.ts';
import { shownSetting, sourceName } from '../commands/config/settings-shown.ts';
import type { World } from '../composition/world.ts';
import type { Template } from '../../domain/message/template.ts';
import { explainSetUp } from '../../text/set-up/set-up.ts';
import type { Mode } from '../../domain/set-up/mode.ts';
import { messagesFor, totalOf, type Balance, type Price } from '../../domain/message/price.ts';

/** One line of the header; without a label it goes on from the line above. */
export type Fact = readonly [label: string, fact: string];

/** Whose account the messages go from, and by which number; with what may be a mistake about them. */
export function accountFacts(
  { accountSid, sender, overruled }: Pick<World, 'accountSid' | 'sender' | 'overruled'>,
  { account, sender: told }: KnownAccount,
  colours: Colours,
): readonly Fact[] {
  const warnings = (name: string): readonly Fact[] =>
    overruled
      .filter((setting) => setting.name === name)
      .map((setting) => ['', colours.odd(overruledText(setting))] as const);
  const kind =
    account?.isTrial === true ? 'trial account: only verified numbers' : 'a full account';
  return [
    ...(account === null
      ? [['account', accountSid] as const]
      : [['account', `${printable(account.name)}, ${kind}`] as const, ['', accountSid] as const]),
    ...warnings('TWILIO_ACCOUNT_SID'),
    ['sender', internationalForm(withoutChannel(sender) as Phone)],
    ...warnings('TWILIO_PHONE_NUMBER'),
    ...senderNotes(told).map((note) => ['', colours.odd(note)] as const),
  ];
}

/** What an operator should know of the sender; nothing where Twilio has it ready to send. */
export function senderNotes(told: KnownAccount['sender']): readonly string[] {
  switch (told?.code) {
    case undefined:
    case 'sender_ready':
      return [];
    case 'senders_hidden':
      return ['! Twilio does not tell whether this sender is online; the Twilio console does.'];
    case 'sender_unknown':
      return ['! This account lists no such WhatsApp sender; Twilio may refuse it.'];
  }
}

function overruledText({ name, value, source, otherSource, otherValue }: OverruledSetting): string {
  const [counts, other] = [value, otherValue].map((one) => printable(shownSetting(name, one)));
  return `! ${name} is ${counts ?? ''} by the ${sourceName(source)}, and ${other ?? ''} in the ${sourceName(otherSource)}.`;
}

/** The template in the header of a send: its state and category at WhatsApp, and what to mind of them. */
export function templateFacts(
  { sid, name, approvalState, category }: Template,
  colours: Colours,
): readonly Fact[] {
  const kind = category === null ? '' : ` as ${printable(category)}`;
  const { message, fix } = explainSetUp({ code: 'category_marketing' });
  return [
    ['template', `${printable(name)}, ${printable(approvalState)} by WhatsApp${kind}`],
    ['', sid],
    ...(category === 'MARKETING' ? [['', colours.odd(`! ${message} ${fix ?? ''}`)] as const] : []),
  ];
}

type Cost = {
  readonly mode: Mode;
  readonly messages: number;
  /** Null where no price is set. */
  readonly price: Price | null;
  /** The account's credit; null where it is not known. */
  readonly balance: Balance | null;
};

/**
 * What a run will cost, as far as anybody knows, and whether the credit carries it. Where nothing leaves
 * it costs nothing, and what it would cost is told where a price is set.
 */
export function costOf(cost: Cost, colours: Colours): string {
  if (cost.messages === 0) return 'nothing';
  if (cost.mode === 'live') return costForReal(cost, colours);
  return cost.price === null ? 'nothing' : `nothing; for real, ${costForReal(cost, colours)}`;
}

function costForReal({ messages, price, balance }: Cost, colours: Colours): string {
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

/** As people write it: £1.45, and £0.0379 where there is less than a penny to tell. */
function money({ amount, currency }: Balance): string {
  const style = { style: 'currency', currency, maximumFractionDigits: 4 } as const;
  return new Intl.NumberFormat('en-GB', style).format(amount);
}
