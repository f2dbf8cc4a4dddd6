import type { ClubTeam } from './values/club-teams.ts';
import type { Field } from './field.ts';
import type { RepairOffer } from './repair-offer.ts';

export type RecordRules = {
  readonly now: Date;
  /** False in live mode, where nobody can own one of Ofcom's drama numbers. */
  readonly exampleNumbersAllowed: boolean;
  /** Values that are the same for everybody. */
  readonly set: { readonly [field in Field]?: string };
  /** The offered mends that an operator has said yes to. */
  readonly agreed: ReadonlySet<RepairOffer['id']>;
  /** The club's teams; none where they are not known. */
  readonly teams: readonly ClubTeam[];
};
