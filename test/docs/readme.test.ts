import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { EXIT_CODES } from '../../src/cli/exit-codes/exit-code.ts';
import { FIELDS } from '../../src/domain/record/field.ts';

const readme = readFileSync('README.md', 'utf8');

describe('README.md', () => {
  it('has the exit codes as the tool has them', () => {
    const rows = [...readme.matchAll(/^\| (\d+) \| (.+) \|$/gmu)].map(([, code, meaning]) => [
      code,
      meaning?.replaceAll('`', ''),
    ]);
    expect(rows).toEqual(Object.entries(EXIT_CODES));
  });

  it.each(FIELDS)('names the field %s', (field) => {
    expect(readme).toContain(`\`${field}\``);
  });

  it('has in its test command what continuous integration runs', () => {
    const command = /```sh\n(npm ci && npm test)\n```/u.exec(readme)?.[1];
    expect(readFileSync('.ci/run', 'utf8').trimEnd().split('\n').at(-1)).toBe(command);
  });
});
