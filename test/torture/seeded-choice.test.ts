import { describe, expect, it } from '@jest/globals';
import { randomKillMoment } from './kill-moment.ts';
import { randomFault, MODES } from './modes.ts';
import { seededChoice } from './seeded-choice.ts';
import { randomFamilies } from './testbed.ts';

const NUMBERS = Array.from({ length: 200 }, (_, number) => number);

describe('the random choices of a torture run', () => {
  it.each(MODES)('are the same for the same seed, and differ for another: %s', (mode) => {
    const choices = (seed: string): object => ({
      families: randomFamilies(seededChoice(seed)),
      kills: NUMBERS.map((run) => randomKillMoment(seededChoice(seed), mode, run)),
      faults: NUMBERS.map((number) => randomFault(mode, seededChoice(seed), number)),
    });
    expect(choices('one')).toEqual(choices('one'));
    expect(choices('one')).not.toEqual(choices('two'));
  });

  it('include both bounds and everything in between', () => {
    const choice = seededChoice('any');
    const thrown = NUMBERS.map((number) => choice.integer(1, 6, 'throw', number));
    expect(new Set(thrown)).toEqual(new Set([1, 2, 3, 4, 5, 6]));
  });

  it('name every player of a list only once', () => {
    const lists = NUMBERS.map((number) => randomFamilies(seededChoice(String(number))));
    const doubled = lists.filter(
      (players) =>
        new Set(players.map((player) => `${player.parent_tel} ${player.player_first_name}`))
          .size !== players.length,
    );
    expect(doubled).toEqual([]);
    expect(lists.some((players) => players.length > 4)).toBe(true);
  });
});
