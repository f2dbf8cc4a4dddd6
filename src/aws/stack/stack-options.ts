import { isPossible } from '../../adapters/settings/settings.ts';
import { parseSendHours } from '../../domain/policy/send-hours.ts';
import type { Guards } from './jobs.ts';

export type StackOptions = {
  /** A folder for each job, with its bundled code. */
  readonly codeFolder: string;
  /** Who is told of alarms; null where somebody subscribes later. */
  readonly alarmEmail: string | null;
  /** What the account may cost in a month before somebody is told, and whom; null for no budget. */
  readonly budget: { readonly dollars: number; readonly email: string } | null;
  /** Whether AWS's firewall stands in front of the gateway. */
  readonly hasFirewall: boolean;
  /** Whether each function keeps a part of what the account may run at once. */
  readonly isConcurrencyReserved: boolean;
  readonly guards: Guards;
  /** A table that was restored and takes the place of the stack's own; null for that one. */
  readonly restoredTable: string | null;
};

/** In dollars a month: more than the service needs, and little enough to be told early. */
const USUAL_BUDGET = 10;

/**
 * The options as the CDK's command line gives them, with `--context name=value`.
 *
 * @throws Error that names the option and what it may be
 */
export function stackOptions(context: (name: string) => unknown): StackOptions {
  const alarmEmail = textOf('alarmEmail', context);
  if (alarmEmail !== null && !/^[^\s@]+@[^\s@]+$/u.test(alarmEmail)) {
    throw notAn('alarmEmail', 'the address of a mailbox');
  }
  return {
    codeFolder: textOf('codeFolder', context) ?? 'dist-aws',
    alarmEmail,
    budget: budgetOf(context, alarmEmail),
    hasFirewall: switchOf('waf', context),
    isConcurrencyReserved: switchOf('reservedConcurrency', context),
    guards: guardsOf(context),
    restoredTable: tableOf(context),
  };
}

function budgetOf(
  context: (name: string) => unknown,
  email: string | null,
): StackOptions['budget'] {
  const text = textOf('budgetDollars', context);
  if (email === null) {
    if (text === null) return null;
    throw new Error('The option budgetDollars needs alarmEmail: whom to tell.');
  }
  const dollars = Number(text ?? USUAL_BUDGET);
  if (!(dollars > 0 && Number.isFinite(dollars))) {
    throw notAn('budgetDollars', 'a number of dollars above 0');
  }
  return { dollars, email };
}

function guardsOf(context: (name: string) => unknown): Guards {
  const hours = textOf('sendHours', context);
  if (hours !== null && parseSendHours(hours) === null) {
    throw notAn('sendHours', 'two times of the day in the UK, as 08:00-20:30');
  }
  const limit = textOf('dailyLimit', context);
  if (limit !== null && !isPossible('DAILY_LIMIT', limit)) {
    throw notAn('dailyLimit', 'a number of people, as 250');
  }
  const teams = textOf('teams', context);
  if (teams !== null && !isPossible('TEAMS', teams)) {
    throw notAn('teams', 'names with commas between them, as Panthers u11s, Lions u9s');
  }
  return {
    ...(teams === null ? {} : { TEAMS: teams }),
    ...(hours === null ? {} : { SEND_HOURS: hours }),
    ...(limit === null ? {} : { DAILY_LIMIT: limit }),
  };
}

function tableOf(context: (name: string) => unknown): string | null {
  const name = textOf('restoredTable', context);
  if (name !== null && !/^[\w.-]{3,255}$/u.test(name)) {
    throw notAn('restoredTable', 'the name of a table');
  }
  return name;
}

function textOf(name: string, context: (name: string) => unknown): string | null {
  const value = context(name);
  if (value === undefined || value === '') return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Nothing is guessed: a firewall that was misspelt would be missing, and nobody would know. */
function switchOf(name: string, context: (name: string) => unknown): boolean {
  const text = textOf(name, context) ?? 'false';
  if (text !== 'true' && text !== 'false') throw notAn(name, 'true or false');
  return text === 'true';
}

function notAn(name: string, expected: string): Error {
  return new Error(`The option ${name} has to be ${expected}.`);
}
