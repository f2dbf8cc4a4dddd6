import { InviteError } from '../../../domain/problem/problem.ts';
import {
  KEEP_ANSWERS,
  KEEP_NAME_FAULT,
  KEEP_NAME_PROMPT,
  replaceMapText,
} from '../../../text/list/column-question.ts';
import { isMapName } from '../../command-line/option-parsers.ts';
import type { ListOptions } from '../../command-line/options.ts';
import { yesNoQuestion, type AnswerSource } from '../../operator/answer-source.ts';
import type { Shell } from '../../shell.ts';
import type { Colours } from '../../terminal/colours.ts';
import { isWorthKeeping, keepMapOf, namesOfKeptMaps } from '../kept-map.ts';
import type { NamedList } from '../named-list.ts';
import { askAboutParents } from './ask-about-parents.ts';
import { askAboutStatus } from './ask-about-status.ts';
import { askAboutTeams, askForTeamsSheet } from './ask-about-teams.ts';
import { askForColumns } from './ask-for-columns.ts';
import type { Conversation } from './conversation.ts';

type Session = {
  readonly shell: Shell;
  readonly answers: AnswerSource;
  readonly colours: Colours;
};

/** What there is to ask about. */
type Subjects = { readonly columns: boolean; readonly rows: boolean };

/** Whether the operator can be asked about the columns of a list, and sees the questions. */
export function canAskAbout(
  { stdin, stderr }: Shell,
  { file, options }: Pick<NamedList, 'file' | 'options'>,
): boolean {
  return stdin.isTerminal && stderr.isTerminal && file !== '-' && !options.json;
}

/**
 * Asks about a teams' sheet, columns and rows that only a person can identify, and reads the list again with
 * the answers.
 * Keeps them under the name of `--save-map`, or one that the operator types.
 *
 * @throws InviteError `stopped_by_hand`, `maps_unwritable`
 */
export async function askAboutListFile(
  list: NamedList,
  { shell, answers, colours }: Session,
  subjects: Subjects,
): Promise<NamedList> {
  const conversation = { answers, output: shell.stderr, colours, stop: shell.stop };
  let asked = list;
  const readWith = async (more: Partial<ListOptions>): Promise<void> => {
    asked = await asked.readOtherwise({ ...asked.options, ...more });
  };
  const teams = await askForTeamsSheet(asked, conversation);
  if (teams !== null) await readWith({ teams });

  const doubts = subjects.columns ? asked.doubts : [];
  const { map, set } = await askForColumns(doubts, conversation);
  const statusColumns = subjects.rows ? asked.statusColumns : [];
  const decisions = await askAboutStatus(statusColumns, conversation);
  const { options } = asked;
  if ([map, set, decisions].some((answered) => Object.keys(answered).length > 0)) {
    await readWith({
      map: { ...options.map, ...map },
      set: { ...options.set, ...set },
      decisions: [...(options.decisions ?? []), ...decisions],
    });
  }
  const parents = (subjects.rows ? await askAboutParents(asked, conversation) : null) ?? undefined;
  if (parents !== undefined) await readWith({ parents });
  const sameTeam = subjects.rows ? await askAboutTeams(asked, shell.clock.now(), conversation) : [];
  if (sameTeam.length > 0) await readWith({ sameTeam: [...(options.sameTeam ?? []), ...sameTeam] });

  const isChosen = Object.keys(map).length + Object.keys(set).length > 0 || parents !== undefined;
  // Answers about rows alone belong to a map only if there is one.
  const mayKeep =
    options.saveMap === undefined &&
    (isChosen || typeof options.useMap === 'string') &&
    (await isWorthKeeping({ map, set, decisions, parents }));
  if (!mayKeep) return await keepMapOf(shell, asked);
  const saveMap = await nameToKeep(shell, options, conversation);
  return await keepMapOf(shell, { ...asked, options: { ...asked.options, saveMap } });
}

/** The name under which to keep the answers; undefined if they are not to be kept. */
async function nameToKeep(
  shell: Shell,
  options: ListOptions,
  conversation: Conversation,
): Promise<string | undefined> {
  const { output, answers, stop } = conversation;
  output.write(`\n${KEEP_ANSWERS}\n`);
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- asked until the name is one
    const line = await answers.nextLine(KEEP_NAME_PROMPT, stop);
    if (line === null || stop.aborted) throw new InviteError({ code: 'stopped_by_hand' });
    const name = line.trim();
    if (name === '') return undefined;
    if (!isMapName(name)) {
      output.write(`${KEEP_NAME_FAULT}\n`);
      continue;
    }
    // oxlint-disable-next-line no-await-in-loop -- as above
    if (await mayKeepAs(name, shell, options, conversation)) return name;
  }
}

/** Whether no other map has this name, or the operator lets it be replaced. The map in use is extended. */
async function mayKeepAs(
  name: string,
  shell: Shell,
  { useMap }: ListOptions,
  { answers, colours, stop }: Conversation,
): Promise<boolean> {
  const lower = name.toLowerCase();
  const names = await namesOfKeptMaps(shell);
  if (useMap === lower || !names.includes(lower)) return true;
  const key = await answers.next(yesNoQuestion(replaceMapText(name), colours), stop);
  if (key === null || stop.aborted) throw new InviteError({ code: 'stopped_by_hand' });
  return key === 'y';
}
