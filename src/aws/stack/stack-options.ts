import { isPossible } from '../../adapters/settings/settings.ts';
import { parseSendHours } from '../../domain/policy/send-hours.ts';
import type { Guards } from './jobs.ts';

export type StackOptions = {
  /** The folder with the bundled code of each job. */
  readonly codeFolder: string;
  /** The e-mail address for alarms; null for none. */
  readonly alarmEmail: string | null;
  /** The monthly budget of the account and the address to notify; null for no budget. */
  readonly budget: { readonly dollars: number; readonly email: string } | null;
  /** Whether AWS's firewall protects the gateway. */
  readonly hasFirewall: boolean;
  /** Whether each function reserves concurrency. */
  readonly isConcurrencyReserved: boolean;
  readonly guards: Guards;
  /** A restored table that replaces the stack's own; null for the stack's own. */
  readonly restoredTable: string | null;
};

/** In dollars a month: more than the service costs, and low enough for an early warning. */
const DEFAULT_BUDGET = 10;

/**
 * Parses the options of the CDK's command line, `--context name=value`.
 *
 * @throws Error that names the option and its allowed values
 */
export function stackOptions(context: (name: string) => unknown): StackOptions {
  const alarmEmail = textOf('alarmEmail', context);
  if (alarmEmail !== null && !/^[^\s@]+@[^\s@]+$/u.test(alarmEmail)) {
    throw invalidOption('alarmEmail', 'the address of a mailbox');
  }
  return {
    codeFolder: textOf('codeFolder', context) ?? 'dist-aws',
    alarmEmail,
    budget: budgetOf(context, alarmEmail),
    hasFirewall: booleanOf('waf', context),
    isConcurrencyReserved: booleanOf('reservedConcurrency', context),
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
  const dollars = Number(text ?? DEFAULT_BUDGET);
  if (!(dollars > 0 && Number.isFinite(dollars))) {
    throw invalidOption('budgetDollars', 'a number of dollars above 0');
  }
  return { dollars, email };
}

function guardsOf(context: (name: string) => unknown): Guards {
  const hours = textOf('sendHours', context);
  if (hours !== null && parseSendHours(hours) === null) {
    throw invalidOption('sendHours', 'two times of the day in the UK, as 08:00-20:30');
  }
  const limit = textOf('dailyLimit', context);
  if (limit !== null && !isPossible('DAILY_LIMIT', limit)) {
    throw invalidOption('dailyLimit', 'a number of people, as 250');
  }
  const teams = textOf('teams', context);
  if (teams !== null && !isPossible('TEAMS', teams)) {
    throw invalidOption('teams', 'names with commas between them, as Panthers u11s, Lions u9s');
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
    throw invalidOption('restoredTable', 'the name of a table');
  }
  return name;
}

function textOf(name: string, context: (name: string) => unknown): string | null {
  const value = context(name);
  if (value === undefined || value === '') return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Other values are errors: with a misspelt option the firewall would silently be missing. */
function booleanOf(name: string, context: (name: string) => unknown): boolean {
  const text = textOf(name, context) ?? 'false';
  if (text !== 'true' && text !== 'false') throw invalidOption(name, 'true or false');
  return text === 'true';
}

function invalidOption(name: string, expected: string): Error {
  return new Error(`The option ${name} has to be ${expected}.`);
}
