import { Command } from '@commander-js/extra-typings';
import type { LeaveOut } from '../../adapters/list-file/columns/leave-out.ts';
import type { HeadingMap } from '../../adapters/list-file/columns/map-headings.ts';
import type { RowDecision } from '../../domain/list/exclusion/row-decision.ts';
import type { Narrowing } from '../../domain/list/narrowing.ts';
import type { WhichParents } from '../../domain/list/parent-choice.ts';
import type { Field } from '../../domain/record/field.ts';
import type { SameTeam } from '../../domain/teams/match-teams.ts';
import { TRY, WHERE_NEXT } from '../../text/help-texts.ts';
import { VERSION } from '../../text/version.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Shell } from '../shell.ts';
import {
  addLeaveOut,
  addMap,
  addSameTeam,
  addSet,
  mapName,
  teamsFile,
  whichParents,
} from './option-parsers.ts';

/** The options of every command that reads a list; only some of them take those of a narrowing. */
export type ListOptions = Narrowing & {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly color: boolean;
  readonly set: { readonly [field in Field]?: string };
  readonly map: HeadingMap;
  readonly leaveOut: readonly LeaveOut[];
  readonly include: readonly LeaveOut[];
  /** Answers to questions about status and consent columns, of this run. */
  readonly decisions?: readonly RowDecision[] | undefined;
  /** The name under which `map` is saved. */
  readonly saveMap?: string | undefined;
  /** The name of a kept map, which the other options extend; false to read the list without one. */
  readonly useMap?: string | false | undefined;
  /** The sheet of the workbook to read. */
  readonly sheet?: string | undefined;
  /** The file of the teams' sheet; that of TEAMS_FILE where it is left out. */
  readonly teams?: string | undefined;
  /** Which team of the list is which of the teams' sheet, where the two spell it otherwise. */
  readonly sameTeam?: readonly SameTeam[] | undefined;
  /** Which of two parents in one row get the invite. */
  readonly parents?: WhichParents | undefined;
};

export type PreviewOptions = ListOptions & {
  /** The file to write the page to. */
  readonly html?: string | undefined;
};

export type SendOptions = ListOptions & { readonly rehearse: boolean };

export type ViaOptions = Pick<SendOptions, 'rehearse'> & {
  /** Where approved messages are sent from; this computer if undefined. */
  readonly via?: 'aws' | undefined;
};

export type StatusOptions = SendOptions & {
  /** Poll Twilio until every message has reached its final state. */
  readonly watch: boolean;
  /** List every message, and not only those that need a person. */
  readonly all: boolean;
};

export type HistoryOptions = Pick<SendOptions, 'json' | 'quiet' | 'color' | 'rehearse'> & {
  /** The folder to write what is kept of the number to. */
  readonly export?: string | undefined;
  /** The child that the export is about alone. */
  readonly player?: string | undefined;
};

export type TestOptions = SendOptions & {
  /** One of TEST_NUMBERS. */
  readonly to?: string | undefined;
};

export type ReportOptions = ListOptions & {
  readonly rehearse: boolean;
  /** The file to write the CSV to. */
  readonly output?: string | undefined;
  /** List only the people to ring. */
  readonly chase: boolean;
  /** The file to write the committee's page to. */
  readonly html?: string | undefined;
  /** Whether that page lists the people to ring, with names and numbers. */
  readonly withNumbers: boolean;
};

export type OptOutOptions = Pick<ListOptions, 'json' | 'quiet' | 'color'> & {
  readonly rehearse: boolean;
};

/** The player whose messages the opt-out is about; every player's if left out. */
type OfPlayer = { readonly player?: string };

export type OptOutAddOptions = OptOutOptions &
  OfPlayer & {
    /** The SID of a reply whose sender is unknown. */
    readonly message?: string;
    readonly why?: string;
  };

export type OptOutRemoveOptions = OptOutOptions & OfPlayer;

export type OptOutListOptions = OptOutOptions & {
  /** The file to write the CSV to. */
  readonly output?: string;
};

export type OptOutImportOptions = OptOutOptions &
  Pick<ListOptions, 'map' | 'sheet'> & { readonly dryRun: boolean };

export type ServeOptions = Pick<ListOptions, 'quiet'> & {
  readonly rehearse: boolean;
  /** 0 for any free port. */
  readonly port: number;
  readonly host: string;
};

/** The command line with its global options. */
export type Program = ReturnType<typeof programWithOptions>;

/** What the action of a command needs. */
export type CommandContext = {
  readonly shell: Shell;
  /** Takes the exit code of the command. */
  readonly done: (exitCode: ExitCode) => void;
};

/** A command line without commands. Every option here applies to all commands. */
export function programWithOptions(shell: Shell) {
  return new Command('urmston-invite')
    .exitOverride()
    .configureOutput({ writeOut: shell.stdout.write, writeErr: () => {} })
    .configureHelp({
      helpWidth: 80,
      showGlobalOptions: true,
      optionDescription: ({ description }) => description,
    })
    .helpCommand(false)
    .addHelpText('before', TRY)
    .addHelpText('after', WHERE_NEXT)
    .usage('<command> [file] [options]')
    .version(VERSION, '-V, --version', 'print the version')
    .option('--json', 'print one JSON document on standard output', false)
    .option('-q, --quiet', 'leave out the advice', false)
    .option('-v, --verbose', 'tell more on standard error', false)
    .option('--no-color', 'print without colours')
    .option('--set <field=value>', 'one value for all rows (repeatable)', addSet, {})
    .option('--map <field="Heading">', 'which column has a field (repeatable)', addMap, {})
    .option('--save-map <name>', 'keep the mapping under this name', mapName)
    .option('--use-map <name>', 'take the mapping kept under this name', mapName)
    .option('--no-use-map', 'take none, though the headings are those of a kept one')
    .option('--leave-out <Heading=value>', 'leave these rows out (repeatable)', addLeaveOut, [])
    .option('--include <Heading=value>', 'send to these rows (repeatable)', addLeaveOut, [])
    .option('--sheet <name>', 'which sheet of a workbook is the list; all reads several')
    .option('--parents <which>', 'first, second, both, mobile or each', whichParents)
    .option('--teams <file>', 'a sheet with the manager and the fees of each team', teamsFile)
    .option('--same-team <team=team>', 'a team of the list, and the same one there', addSameTeam);
}
