import { InviteError } from '../../../domain/problem/problem.ts';
import {
  isOver,
  isPastDay,
  parseSeason,
  type Season,
} from '../../../domain/record/values/season.ts';
import { keepUntilText, pastSeasonText } from '../../../text/past-season.ts';
import { yesNoQuestion } from '../../operator/answer-source.ts';
import { hanging } from '../../terminal/wrap-text.ts';
import type { SendView } from './view.ts';

/**
 * Reminds of people who need not be kept. The first send of a new season offers to stop, so that the season before
 * can be forgotten; any other send says so in one line once the day in KEEP_UNTIL has come.
 *
 * @param seasons those of the list
 * @param keepUntil the setting KEEP_UNTIL; null where it is not set
 * @throws InviteError `stopped_by_hand`
 */
export async function remindOfPastSeason(
  { shell, world, answers, colours }: SendView,
  seasons: ReadonlySet<Season>,
  keepUntil: string | null,
): Promise<void> {
  const { stderr, clock, stop } = shell;
  const now = clock.now();
  const isDue = keepUntil !== null && isPastDay(keepUntil, now);
  const latest = asSeason(await world.ledger.latestSeason());
  const isFirst = latest !== null && isOver(latest, now) && !seasons.has(latest);
  const named = isFirst || isDue ? await world.seasons() : [];
  if (isFirst && named.includes(latest)) {
    const { why, question, next } = pastSeasonText(latest);
    stderr.write(`\n${await hanging(why, stderr.columns(), 0)}\n`);
    const key = await answers.next(yesNoQuestion(question, colours), stop);
    if (stop.aborted) throw new InviteError({ code: 'stopped_by_hand' });
    if (key !== 'y') return;
    stderr.write(`\n${next}\n`);
    throw new InviteError({ code: 'stopped_by_hand' });
  }
  const past = named.flatMap((text) => asSeason(text) ?? []).filter((one) => isOver(one, now));
  if (isDue && past.length > 0) {
    const text = keepUntilText(keepUntil, past);
    stderr.write(`\n${colours.odd(await hanging(text, stderr.columns(), 0))}\n`);
  }
}

function asSeason(text: string | null): Season | null {
  const season = parseSeason(text ?? '');
  return season.ok ? season.value : null;
}
