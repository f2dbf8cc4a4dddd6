import type { OptOutEntry } from '../domain/opt-out.ts';
import type { Phone } from '../domain/phone.ts';
import type { Reply } from '../domain/reply.ts';
import type { Ledger, LedgerEvent } from './ports.ts';
import type { OptOuts, Replies } from './people-ports.ts';

/** One thing that happened, and when. */
export type Happening = { readonly at: Date } & (
  | { readonly kind: 'message'; readonly event: LedgerEvent }
  | { readonly kind: 'reply'; readonly reply: Reply }
  | { readonly kind: 'opt_out_added' | 'opt_out_ended'; readonly optOut: OptOutEntry }
);

type HistoryPorts = {
  readonly ledger: Pick<Ledger, 'events'>;
  readonly optOuts: Pick<OptOuts, 'history'>;
  readonly replies: Pick<Replies, 'from' | 'since'>;
};

/** All that ever happened, or all that happened with one number, the newest last. */
export async function wholeHistory(
  { ledger, optOuts, replies }: HistoryPorts,
  phone: Phone | null,
): Promise<readonly Happening[]> {
  const events = await Array.fromAsync(
    ledger.events(phone === null ? {} : { to: `whatsapp:${phone}` }),
  );
  const written = phone === null ? replies.since(new Date(0)) : replies.from(phone);
  const stopped = await optOuts.history(phone ?? undefined);
  const happened: readonly Happening[] = [
    ...events.map((event) => ({ kind: 'message', at: event.at, event }) as const),
    ...(await written).map((reply) => ({ kind: 'reply', at: reply.at, reply }) as const),
    ...stopped.map((optOut) => ({ kind: 'opt_out_added', at: optOut.at, optOut }) as const),
    ...stopped.flatMap((optOut) =>
      optOut.ended === null
        ? []
        : [{ kind: 'opt_out_ended', at: optOut.ended.at, optOut } as const],
    ),
  ];
  // A sort keeps the order of what happened at one time.
  return happened.toSorted((a, b) => a.at.getTime() - b.at.getTime());
}
