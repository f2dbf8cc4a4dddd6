import type { Invite } from '../domain/record/invite.ts';
import type { Template } from '../domain/message/template.ts';
import { html, type Html } from './html.ts';
import type { Preview } from './preview.ts';

type Fact = readonly [label: string, fact: string | Html];

/** The list, its template, and what was found in it, each with its label. */
export function factsOf({ file, changed, template, families, leftOut }: Preview): readonly Fact[] {
  const invites = families.flatMap(({ messages }) => messages.map(({ invite }) => invite));
  return [
    ['File', html`<bdi>${file}</bdi>${changed === null ? '' : `, changed ${changed}`}`],
    ['Template', html`<bdi>${template.name}</bdi>, ${SOURCES[template.source]}`],
    [
      'Found',
      [
        countOf(families.length, 'family', 'families'),
        countOf(invites.length, 'player', 'players'),
        countOf(new Set(invites.map(teamOf)).size, 'team', 'teams'),
      ].join(', '),
    ],
    ...(invites.length === 0 ? [] : kindsIn(invites)),
    ...(leftOut.length === 0 ? [['Left out', 'nothing'] as const] : []),
  ];
}

function kindsIn(invites: readonly Invite[]): readonly Fact[] {
  return [
    ['Teams', kindsOf(invites, teamOf)],
    ['Season', kindsOf(invites, ({ season }) => season)],
    [
      'Fees',
      kindsOf(
        invites,
        ({ membershipFee, subscriptionFee }) =>
          `£${membershipFee} to join and £${subscriptionFee} a month`,
      ),
    ],
  ];
}

const SOURCES: { readonly [source in Template['source']]: string } = {
  twilio: 'the text as Twilio has it now',
  cache: 'the text as Twilio had it when it was last asked',
  built_in: 'filled into the tool’s own copy of the text; Twilio was not asked',
};

function teamOf({ team, ageGroup }: Invite): string {
  return `${team} ${ageGroup}`;
}

/** Every value there is, and how many players have it where there is more than one value. */
function kindsOf(invites: readonly Invite[], kindOf: (invite: Invite) => string): Html {
  const kinds = [...Map.groupBy(invites, kindOf)];
  const players = (number: number): string => (kinds.length > 1 ? ` (${number})` : '');
  return html`${kinds.map(
    ([kind, members], at) =>
      html`<bdi>${kind}</bdi>${players(members.length)}${at < kinds.length - 1 ? ', ' : ''}`,
  )}`;
}

/** `1 family`, `3 families`. */
export function countOf(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
