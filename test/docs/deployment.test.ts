import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  API_KEY_NAME,
  ERASER_POLICY_NAME,
  OPERATOR_POLICY_NAME,
  PARAMETERS,
  REGION,
  SECRETS,
  USAGE_PLAN_NAME,
} from '../../src/aws/names.ts';
import { JOB_FACTS, JOBS } from '../../src/aws/stack/jobs.ts';
import { propertiesOf } from '../support/aws/stack-template.ts';
import { synthesise, type CloudTemplate } from '../support/aws/synthesised-stack.ts';

const page = readFileSync('docs/deployment.md', 'utf8');
const BLOCKS = [...page.matchAll(/```sh\n(?<lines>.*?)```/gsu)].map(
  ({ groups }) => groups?.['lines'] ?? '',
);

let template: CloudTemplate;
beforeAll(() => {
  template = synthesise({ alarmEmail: 'volunteer@example.org' }).template ?? {};
});

/** The code spans in the first column of the table with this heading row. */
function namesUnder(heading: string): readonly string[] {
  const table = page.split(`| ${heading} |`)[1]?.split('\n\n')[0] ?? '';
  return [...table.matchAll(/^\| (?<cell>[^|]*)\|/gmu)].flatMap(({ groups }) =>
    [...(groups?.['cell'] ?? '').matchAll(/`(?<name>[^`]+)`/gu)].map(
      (found) => found.groups?.['name'] ?? '',
    ),
  );
}

describe('docs/deployment.md', () => {
  it('is linked from the README', () => {
    expect(readFileSync('README.md', 'utf8')).toContain('(docs/deployment.md)');
  });

  it.each([
    REGION,
    API_KEY_NAME,
    USAGE_PLAN_NAME,
    OPERATOR_POLICY_NAME,
    ERASER_POLICY_NAME,
    ...Object.values(SECRETS),
    ...Object.values(PARAMETERS),
    ...JOBS.map((job) => `/aws/lambda/${JOB_FACTS[job].functionName}`),
  ])('mentions %s', (name) => {
    expect(page).toMatch(new RegExp(`(?<![\\w/-])${RegExp.escape(name)}(?![\\w/-])`, 'u'));
  });

  it('lists the outputs of the stack, and no others', () => {
    const outputs = Object.keys(template['Outputs'] ?? {});
    expect(namesUnder('output').filter((name) => /^[A-Z]\w+$/u.test(name))).toEqual(outputs);
  });

  it('uses outputs that exist', () => {
    const asked = [...page.matchAll(/(?<=\$\()output (?<name>\w+)|^output (?<line>\w+)/gmu)].map(
      ({ groups }) => groups?.['name'] ?? groups?.['line'],
    );
    expect(asked.length).toBeGreaterThan(3);
    expect(Object.keys(template['Outputs'] ?? {})).toEqual(expect.arrayContaining(asked));
  });

  it('lists the alarms of the stack, and no others', () => {
    const alarms = propertiesOf(template, 'AWS::CloudWatch::Alarm').map(({ AlarmName }) =>
      String(AlarmName).replace('urmston-invite ', ''),
    );
    expect(namesUnder('alarm').toSorted()).toEqual(alarms.toSorted());
  });

  it('lists the options of the stack, and no others', () => {
    const source = readFileSync('src/aws/stack/stack-options.ts', 'utf8');
    const read = [...source.matchAll(/(?:textOf|switchOf)\('(?<name>\w+)'/gu)].map(
      ({ groups }) => groups?.['name'],
    );
    // `codeFolder` is for tests only.
    const options = read.filter((name) => name !== 'codeFolder');
    expect(
      namesUnder('option, as `--context name=value`').filter((name) => options.includes(name)),
    ).toHaveLength(options.length);
  });

  it.each(BLOCKS)('has commands with valid shell syntax: %#', (block) => {
    const { status, stderr } = spawnSync('bash', ['-n'], { input: block, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('runs scripts that exist, and the pinned cdk', () => {
    const { scripts, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
    for (const [, script = ''] of page.matchAll(/npm run ([\w:]+)/gu)) {
      expect(scripts).toHaveProperty([script]);
    }
    expect(page).not.toMatch(/npx aws-cdk/u);
    expect(devDependencies['aws-cdk']).toBe('2.1148.1');
  });

  it('puts no secret on a command line', () => {
    for (const block of BLOCKS) {
      expect(block).not.toMatch(/--secret-string (?!file:\/\/\/dev\/stdin)/u);
      expect(block).not.toMatch(/-H "?'?x-api-key/iu);
    }
  });

  it('links to pages that exist', () => {
    const links = [...page.matchAll(/\]\((?<file>[\w./-]+\.md)\)/gu)];
    expect(links.length).toBeGreaterThan(0);
    for (const { groups } of links) expect(existsSync(`docs/${groups?.['file']}`)).toBe(true);
  });

  it('states how many alarms and metrics there are', () => {
    const alarms = propertiesOf(template, 'AWS::CloudWatch::Alarm').length;
    expect(alarms).toBe(13);
    expect(page).toContain('thirteen alarms, ten of them free; four metrics');
    const metrics = propertiesOf(template, 'AWS::Logs::MetricFilter').map(
      ({ MetricTransformations }) => MetricTransformations[0].MetricName,
    );
    expect(new Set(metrics).size).toBe(4);
  });
});
