import { resolve } from 'node:path';
import { writeNewFile } from '../../../adapters/files/new-file.ts';
import type { TeamsOfList } from '../../../adapters/list-file/teams-of-list.ts';
import { InviteError } from '../../../domain/problem/problem.ts';
import type { ClubTeam } from '../../../domain/record/values/club-teams.ts';
import { count, printable } from '../../../text/format.ts';
import { explainStop } from '../../../text/stop.ts';
import { writeFaultText } from '../../../text/system-fault.ts';
import { askLine, isConfirmed, keepAnswer, say, valueOf } from './ask-setting.ts';
import type { InitConversation } from './ask-twilio.ts';

const TEAMS_FILE = { name: 'TEAMS_FILE', isSecret: false } as const;

/**
 * Offers to make a teams' sheet from a list: a CSV with its teams, in which the managers and fees are to be
 * filled in. Asks nothing where TEAMS_FILE is set.
 *
 * @throws InviteError `stopped_by_hand`
 */
export async function offerTeamsSheet(conversation: InitConversation): Promise<void> {
  if (valueOf(conversation, TEAMS_FILE.name) !== undefined) return;
  await say(
    conversation,
    "\nA teams' sheet has the manager and the fees of each team, which most lists leave out. This makes one from the teams of a list. Give the file of the list, or press Enter to go on without.",
  );
  const found = await askForTeams(conversation);
  if (found === null) return;
  const { teams, unread } = found;
  const file = await writeSheet(conversation, teams);
  await say(
    conversation,
    `ok: ${printable(file)} has ${count(teams.length, 'team')}.${unread === 0 ? '' : ` The team of ${count(unread, 'row')} cannot be read.`} Fill in the managers and the fees there.`,
    2,
  );
  if (await isConfirmed(conversation, 'Use it for every list from now on? (y/n)')) {
    await keepAnswer(conversation, TEAMS_FILE, file);
  }
}

/** The teams of the list that the operator names; null for none. */
async function askForTeams(conversation: InitConversation): Promise<TeamsOfList | null> {
  const { shell, colours } = conversation;
  for (;;) {
    /* oxlint-disable no-await-in-loop -- one question after the other */
    const typed = await askLine(conversation, {
      question: `${colours.bold('List with the teams')} [none]:`,
      isSecret: false,
      faultOf: () => null,
    });
    if (typed.trim() === '') return null;
    try {
      // Loaded late: most runs read no list.
      const { teamsOfList } = await import('../../../adapters/list-file/teams-of-list.ts');
      const file = resolve(shell.workingFolder, typed.trim());
      const found = await teamsOfList(file, shell.clock.now());
      if (found.teams.length > 0) return found;
      await say(conversation, colours.odd('No team can be read in it: it needs a column Team.'), 2);
    } catch (error) {
      if (!(error instanceof InviteError)) throw error;
      const { message, fix } = explainStop(error.problem);
      await say(conversation, colours.odd(`${printable(message)} ${printable(fix)}`), 2);
    }
    /* oxlint-enable no-await-in-loop */
  }
}

/** Writes the sheet to a new file that the operator names, and returns its path. */
async function writeSheet(
  conversation: InitConversation,
  teams: readonly ClubTeam[],
): Promise<string> {
  const { shell, colours } = conversation;
  const { emptyTeamsSheet } = await import('../../../adapters/list-file/teams-of-list.ts');
  for (;;) {
    /* oxlint-disable no-await-in-loop -- one question after the other */
    const typed = await askLine(conversation, {
      question: colours.bold('Write it to the new file (such as teams.csv):'),
      isSecret: false,
      faultOf: (text) => (text.trim() === '' ? 'Type a name, and Enter. Ctrl-C stops.' : null),
    });
    const file = resolve(shell.workingFolder, typed.trim());
    const fault = writeNewFile(file, emptyTeamsSheet(teams));
    if (fault === null) return file;
    const why =
      fault === 'EEXIST'
        ? 'There is such a file, and it stays as it is. Type another name.'
        : `It cannot be written${writeFaultText(fault)}. Type another name.`;
    await say(conversation, colours.odd(why), 2);
    /* oxlint-enable no-await-in-loop */
  }
}
