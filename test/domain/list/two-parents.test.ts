import { describe, expect, it } from '@jest/globals';
import { choiceOf, leftOutBy, twoParentsIn } from '../../../src/domain/list/two-parents.ts';
import { aMessage } from '../../support/builders.ts';

const jane = aMessage({ row: 4, parent_tel: '07700 900123' });
const tom = aMessage({ row: 9, parent_first_name: 'Tom', parent_tel: '07700 900101' });
const ali = aMessage({ row: 5, player_first_name: 'Ali', parent_tel: '07700 900102' });

const idOf = (...messages: Parameters<typeof twoParentsIn>[0]) => twoParentsIn(messages)[0]?.id;

describe('one child with two parents', () => {
  it('is found wherever the rows are', () => {
    expect(twoParentsIn([jane, ali, tom])).toMatchObject([{ messages: [jane, tom] }]);
  });

  it('has the same id in another order and another year, and another id with other phones', () => {
    const older = [jane, tom].map(({ invite }, index) =>
      aMessage({ parent_tel: invite.parent.phone, age_group: 'u12s', row: index + 2 }),
    );
    expect(idOf(jane, tom)).toMatch(/^[0-9a-f]{64}$/u);
    expect(idOf(tom, jane)).toBe(idOf(jane, tom));
    expect(idOf(...older)).toBe(idOf(jane, tom));
    expect(idOf(jane, aMessage({ parent_tel: '07700 900199' }))).not.toBe(idOf(jane, tom));
  });

  it.each([
    { place: 0, out: tom },
    { place: 1, out: jane },
  ] as const)('leaves out the other parent, by place $place', ({ place, out }) => {
    for (const messages of [
      [jane, tom],
      [jane, ali, tom],
    ]) {
      for (const pair of twoParentsIn(messages)) {
        expect(leftOutBy(pair, choiceOf(pair, place))).toBe(out);
      }
    }
  });

  it('keeps the choice when the rows have changed places', () => {
    const [pair] = twoParentsIn([jane, tom]);
    const [turned] = twoParentsIn([tom, jane]);
    if (pair === undefined || turned === undefined) throw new Error('There is a pair.');
    expect(leftOutBy(turned, choiceOf(pair, 0))).toBe(tom);
  });

  it.each(['both', undefined, 'something else'])('leaves no parent out with %s', (choice) => {
    for (const pair of twoParentsIn([jane, tom])) expect(leftOutBy(pair, choice)).toBeNull();
  });

  it.each([
    { messages: [jane], why: 'one row' },
    { messages: [jane, ali], why: 'two children' },
    {
      messages: [jane, tom, aMessage({ parent_tel: '07700 900103' })],
      why: 'three parents, which are asked one by one',
    },
  ])('is not $why', ({ messages }) => {
    expect(twoParentsIn(messages)).toEqual([]);
  });
});
