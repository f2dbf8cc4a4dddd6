import type { Consent } from './consent.ts';
import type { MobilePhone, Phone } from './phone/phone.ts';
import type { AgeGroup } from './values/age-group.ts';
import type { Money } from './values/money.ts';
import type { Season } from './values/season.ts';

/** A record that has passed every check. A last name is empty where the record has none. */
export type Invite = {
  readonly row: number;
  readonly player: { readonly firstName: string; readonly lastName: string };
  readonly parent: {
    readonly firstName: string;
    readonly lastName: string;
    readonly phone: MobilePhone;
  };
  readonly team: string;
  readonly ageGroup: AgeGroup;
  readonly season: Season;
  readonly manager: { readonly name: string; readonly phone: Phone };
  readonly membershipFee: Money;
  readonly subscriptionFee: Money;
  /** What is on record about the parent's consent, if anything. */
  readonly consent?: Consent | undefined;
};
