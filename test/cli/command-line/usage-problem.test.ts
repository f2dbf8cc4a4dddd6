import { describe, expect, it } from '@jest/globals';
import { run } from '../run.ts';

describe('a line that lacks something', () => {
  it.each([
    [['check'], 'check needs a list: urmston-invite check players.csv'],
    [['reply'], 'reply needs a phone number and a text: urmston-invite reply NUMBER "'],
    [['opt-out', 'add'], 'opt-out add needs a phone number: urmston-invite opt-out add NUMBER'],
    [['opt-out'], 'opt-out needs one of these after it: add, remove, list, import.'],
  ])('is answered with the line to type: %j', async (argv, message) => {
    const { exitCode, stderr } = await run(argv);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe('a misspelt word', () => {
  it.each([
    [['sned', 'players.csv'], 'Did you mean send?'],
    [['help', 'sned'], 'Did you mean send?'],
    [['help', 'exit-code'], 'Did you mean exit-codes?'],
    [['opt-out', 'addd'], 'Did you mean add?'],
  ])('is answered with the nearest: %j', async (argv, message) => {
    const { exitCode, stderr } = await run(argv);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });

  it('is answered without a guess if nothing is near', async () => {
    const { stderr } = await run(['help', 'sandwiches']);
    expect(stderr).not.toContain('Did you mean');
  });
});

describe('a secret as an option', () => {
  it.each(['--twilio-auth-token', '--auth-token', '--API_KEY', '--api-secret', '--ledger-key'])(
    'is refused without being shown: %s',
    async (flag) => {
      const lines = [
        [`${flag}=s3cr3t'token`, 'doctor'],
        ['send', 'players.csv', flag, "s3cr3t'token"],
      ];
      for (const line of lines) {
        // oxlint-disable-next-line no-await-in-loop -- two short runs
        const { exitCode, stdout, stderr } = await run(line);
        expect(exitCode).toBe(2);
        expect(stdout + stderr).not.toContain('s3cr3t');
        expect(stderr).toContain('is a setting: other programs can read');
        expect(stderr).toContain('urmston-invite init');
      }
    },
  );

  it('is not shown where the option is unknown for another reason', async () => {
    const { stderr } = await run(['doctor', '--password=s3cr3t']);
    expect(stderr).not.toContain('s3cr3t');
  });
});
