/**
 * The words of headings. A heading is read as the person it is about and what it says of that person;
 * `read-heading.ts` combines the two. To teach a word, add it to its line, in lower case and in the
 * singular.
 */

/** What a column holds that no invite uses. Of two such words in a heading, the earlier line counts. */
export const UNUSED_WORDS = {
  email: 'email mail',
  medical: `medical medication allergy allergies health dietary diet blood condition disability sen injury
    clearance doctor gp physician surgery dentist hospital`,
  permission: `waiver signature signed photo photography video image conduct agreement disclaimer`,
  emergency_contact: 'emergency kin',
  insurance: 'insurance insurer insured policy',
  payment: `billing payer card bank paid payment pay method mandate authorised authorized outstanding gross
    net error order invoice refund balance due owed owing discount direct debit transaction deposit
    gateway currency vat tax instalment installment receipt arrears`,
  relationship: 'relationship relation rel role relate lives responsibility custody',
  identifier: 'id ref reference code fan uuid guid urn uln username login',
  gender: 'gender sex ethnicity ethnic religion nationality pronoun',
  address: `address street city town postcode postal post zip zipcode county country state house place
    location region province suburb`,
  school: 'school grade academy university college',
  record_date: 'modified created updated joined admission stamp time timestamp expiry expires',
  name_part: 'title prefix suffix middle initial salutation yomi phonetic maiden',
  phone_label: 'type label extension ext',
  kit: 'jersey shirt kit position shorts',
  other_person: `sibling brother sister teacher tutor staff assistant asst volunteer referee secretary
    treasurer chairman helper physio instructor friend nanny grandparent grandmother grandfather`,
  wish: 'request previous former trial wish requested old',
  organisation: 'club league company employer organisation organization branch',
  landline: 'home work business office landline fax ddi daytime evening pager switchboard',
} as const;

/** The person that a heading is about. */
export const OWNER_WORDS = {
  child: `player child kid pupil student participant athlete son daughter junior youth footballer learner
    youngster children`,
  /** Mostly the child, sometimes an adult. */
  member: 'member client registrant',
  parent: 'parent guardian carer caregiver par gdn',
  mother: 'mother mum mom mam mummy',
  father: 'father dad daddy',
  partner: 'spouse partner husband wife',
  contact: 'contact',
  account: 'account acct',
  /** An adult, perhaps a parent. */
  applicant: `applicant enroller enroler registree customer user adult your my purchaser buyer booker
    subscriber`,
  /** Beside `name`, a last name. */
  family: 'family household',
  manager: 'manager mgr',
  coach: 'coach trainer',
} as const;

/** What a heading says of that person. */
export const THING_WORDS = {
  first_name: 'first forename fname given christian',
  last_name: 'last surname lname',
  name: 'name full',
  preferred: 'preferred nickname known',
  mobile: 'mobile mob cell cellphone whatsapp sms',
  telephone: 'telephone tel',
  phone: 'phone ph',
  number: 'number no num',
  birth: 'birth born birthday birthdate dob',
  date: 'date day',
  age: 'age',
  group: 'group grp',
  team: 'team squad',
  /** A team in some clubs, something else in others. */
  division: 'division section program programme class sheet',
  season: 'season',
  fee: 'fee cost amount price charge',
  subscription: 'sub subscription',
  membership: 'membership joining sign signing registration reg',
  month: 'month monthly',
  year: 'annual annually yearly year yr',
} as const;

/** Which of several. A number, as in `Parent 2`, says the same. */
export const FIRST_OF_SEVERAL = 'primary main one';
/** Says the same directly before a person, and part of a name elsewhere. */
export const ORDINAL_BEFORE_OWNER = 'first';
export const SECOND_OF_SEVERAL = 'second secondary other alternate alternative two';
/** Of a person, a second one; beside `name` alone, a middle one. */
export const ADDITIONAL = 'additional';

/** Words that change nothing. */
export const FILLER_WORDS = `the of a an and or for to on in s play plays enter current currently legal
  information info details detail value required optional gbp pound per dd mm yyyy yy eg as this by with
  please holder full head`;

/** Words with which a question for a yes or no begins, unless it has one of the question words. */
export const YES_OR_NO_WORDS =
  'is are can could may do does did has have had will would should any non';
export const QUESTION_WORDS = 'what which who whose';

/** Words that are names of people, too: they do not show that a row is the row of the headings. */
export const NAMES_TOO = 'christian price will may day';
