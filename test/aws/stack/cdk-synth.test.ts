import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { placeholderCode } from '../../support/aws/synthesised-stack.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const RESTRICT_CONNECTIONS = new URL(
  '../../support/network/restrict-connections.ts',
  import.meta.url,
).href;

type Report = {
  readonly pluginName: string;
  readonly conclusion: string;
  readonly violations: readonly object[];
  readonly suppressedViolations: readonly { readonly ruleName: string; readonly reason: string }[];
};

let folder: string;
let reports: readonly Report[];
let result: { readonly status: number | null; readonly output: string };
/** Runs the documented command, with every option that adds to the stack. */
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
      // No credentials and no settings of the user. `cdk` runs the app with the Node of this path.
      env: {
        HOME: folder,
        PATH: dirname(process.execPath),
        CDK_VALIDATION: 'true',
        CDK_DISABLE_VERSION_CHECK: '1',
        NODE_OPTIONS: `--import=${RESTRICT_CONNECTIONS}`,
        CONNECTION_LOG: join(folder, 'tried'),
      },
    },
  );
  result = { status, output: stdout + stderr };
  const file = join(out, 'validation-report.json');
  reports = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).pluginReports : [];
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('cdk synth', () => {
  it('makes both stacks without a warning', () => {
    expect(result).toEqual({
      status: 0,
      output: expect.stringMatching(
        /^\s*Successfully synthesized to \S+\nSupply a stack id \(UrmstonInvite, UrmstonInviteBudget\) .*\n$/u,
      ),
    });
  });

  it('sends no request to the network', () => {
    const tried = join(folder, 'tried');
    expect(existsSync(tried) ? readFileSync(tried, 'utf8') : '').toBe('');
  });

  // With findings, `cdk` fails. Without, CloudFormation’s validator writes no report.
  it('is checked by cdk-nag, without a finding', () => {
    expect(
      reports.map(({ pluginName, conclusion, violations }) => [pluginName, conclusion, violations]),
    ).toEqual([['AwsSolutions', 'success', []]]);
  });

  it('suppresses these findings, each with a reason, and no others', () => {
    const accepted = reports.flatMap(({ suppressedViolations }) => suppressedViolations);
    expect(new Set(accepted.map(({ ruleName }) => ruleName.replace(/\[.*\]/u, '')))).toEqual(
      new Set(['AwsSolutions-APIG4', 'AwsSolutions-COG4', 'AwsSolutions-IAM4']),
    );
    for (const { reason } of accepted) expect(reason.length).toBeGreaterThan(40);
  });
});
