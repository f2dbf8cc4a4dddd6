import type { OverruledSetting } from '../../adapters/settings/find-settings.ts';
import type { KnownAccount } from '../../application/set-up/account-facts.ts';
import { internationalForm, type Phone } from '../../domain/record/phone/phone.ts';
import { withoutChannel } from '../../domain/contact/recipient.ts';
import type { Colours } from '../terminal/colours.ts';
import { printable } from '../../text/format.ts';
import { shownSetting, sourceName } from '../commands/config/settings-shown.ts';
import type { World } from '../composition/world.ts';

type Fact = readonly [label: string, fact: string];

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
