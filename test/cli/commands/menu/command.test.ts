import { expect, it } from '@jest/globals';
import { run } from '../../run.ts';

it('the menu needs a terminal', async () => {
  const { exitCode, stderr } = await run(['menu'], { stdin: '1\n' });
  expect(exitCode).toBe(8);
  expect(stderr).toContain('Run the same line in a terminal window');
});
