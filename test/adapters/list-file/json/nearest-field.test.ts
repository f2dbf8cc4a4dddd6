import { describe, expect, it } from '@jest/globals';
import { readListOf } from '../read-list-of.ts';

async function unknownIn(json: string): Promise<object | undefined> {
  const [finding] = (await readListOf(json)).findings;
  if (finding === undefined) return undefined;
  const { code, ...facts } = finding.detail;
  expect(code).toBe('unknown_fields');
  return facts;
}

describe('a name in JSON that is no field', () => {
  it.each([
    ['{"team_nam": "Lions"}', 'team_nam', 'team_name', 'a letter that is missing'],
    ['{"Parent-Phone": ""}', 'Parent-Phone', 'parent_tel', 'a heading that lists have'],
    ['{"mobile": ""}', 'mobile', 'parent_tel', 'a heading that people are asked about'],
    ['[{"team_name": "Lions"}, {"teamnane": "Bears"}]', 'teamnane', 'team_name', 'in one record'],
  ] as const)('in %j, %s, is like %s: %s', async (json, name, field, _why) => {
    expect(await unknownIn(json)).toEqual({ names: [name], nearest: [{ name, field }] });
  });

  it.each([
    ['{"shoe_size": 5}', 'shoe_size', 'nothing is like it'],
    ['{"team_name": "Lions", "team_nam": 5}', 'team_nam', 'each record has that field'],
    [`{"${'team_name'.repeat(100_000)}": 5}`, 'team_name'.repeat(100_000), 'it is too long'],
  ])('in %j is like none: %#', async (json, name, _why) => {
    expect(await unknownIn(json)).toEqual({ names: [name] });
  });

  it('is compared for the first names only', async () => {
    const names = Array.from({ length: 5000 }, (_, index) => `team_nam${index}`);
    const json = JSON.stringify(Object.fromEntries(names.map((name) => [name, 1])));
    expect(await unknownIn(json)).toMatchObject({ names, nearest: { length: 12 } });
  });
});
