import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { placeholderCode } from '../../support/aws/synthesised-stack.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const NO_NETWORK = new URL('../../support/network/no-network.ts', import.meta.url).href;

type Report = {
  readonly pluginName: string;
  readonly conclusion: string;
  readonly violations: readonly object[];
  readonly suppressedViolations: readonly { readonly ruleName: string; readonly reason: string }[];
};

let folder: string;
let reports: readonly Report[];
let ran: { readonly status: number | null; readonly said: string };
/** The command that the documentation gives, with every option that adds to the stack. */
beforeAll(() => {
  folder = temporaryFolder('urmston-cdk-');
  const out = join(folder, 'out');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      'node_modules/aws-cdk/bin/cdk',
      'synth',
      '--quiet',
      `--output=${out}`,
      `--context=codeFolder=${placeholderCode(folder)}`,
      '--context=alarmEmail=volunteer@example.org',
      '--context=waf=true',
      '--context=reservedConcurrency=true',
    ],
    {
      cwd: ROOT,
      encoding: 'utf8',
      // No credentials, no settings of this computer's user; `cdk` finds the Node that runs the app here.
      env: {
        HOME: folder,
        PATH: dirname(process.execPath),
        CDK_VALIDATION: 'true',
        CDK_DISABLE_VERSION_CHECK: '1',
        NODE_OPTIONS: `--import=${NO_NETWORK}`,
        NETWORK_TRIED: join(folder, 'tried'),
      },
    },
  );
  ran = { status, said: stdout + stderr };
  const file = join(out, 'validation-report.json');
  reports = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).pluginReports : [];
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('cdk synth', () => {
  it('makes both stacks, without a word of warning', () => {
    expect(ran).toEqual({
      status: 0,
      said: expect.stringMatching(
        /^\s*Successfully synthesized to \S+\nSupply a stack id \(UrmstonInvite, UrmstonInviteBudget\) .*\n$/u,
      ),
    });
  });

  it('asks nothing of the network', () => {
    const tried = join(folder, 'tried');
    expect(existsSync(tried) ? readFileSync(tried, 'utf8') : '').toBe('');
  });

  // CloudFormation's validator writes no report where it finds nothing; where it does, `cdk` fails.
  it('has been looked at by cdk-nag, which finds nothing', () => {
    expect(
      reports.map(({ pluginName, conclusion, violations }) => [pluginName, conclusion, violations]),
    ).toEqual([['AwsSolutions', 'success', []]]);
  });

  it('leaves these findings as they are, each with a reason, and no others', () => {
    const accepted = reports.flatMap(({ suppressedViolations }) => suppressedViolations);
    expect(new Set(accepted.map(({ ruleName }) => ruleName.replace(/\[.*\]/u, '')))).toEqual(
      new Set(['AwsSolutions-APIG4', 'AwsSolutions-COG4', 'AwsSolutions-IAM4']),
    );
    for (const { reason } of accepted) expect(reason.length).toBeGreaterThan(40);
  });
});
