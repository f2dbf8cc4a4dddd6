import { describe, expect, it } from '@jest/globals';
import { REDACTED_PATTERNS } from '../../../src/aws/stack/log-retention.ts';
import { propertiesOf } from '../../support/aws/stack-template.ts';
import { synthesise } from '../../support/aws/synthesised-stack.ts';

function masks(line: string): readonly string[] {
  return Object.entries(REDACTED_PATTERNS)
    .filter(([, pattern]) => new RegExp(pattern, 'u').test(line))
    .map(([name]) => name);
}

const HEX = '0123456789abcdef0123456789abcdef';

describe('data masked in a log', () => {
  it.each([
    ['{"error":"+447700900123 is no mobile"}', ['InternationalPhone']],
    ['{"to":"whatsapp:+447700900123"}', ['InternationalPhone']],
    ['{"tel":"07700900123"}', ['BritishMobile']],
    ['{"tel":7700900123}', ['BritishMobile']],
    [`GET /2010-04-01/Accounts/AC${HEX}/Messages.json`, ['TwilioAccount']],
    [`user "SK${HEX}"`, ['TwilioApiKey']],
    [`{"password":"${HEX}"}`, ['TwilioSecret']],
    ['{"password":"aBcDeFgHiJkLmNoPqRsTuVwXyZ012345"}', ['TwilioSecret']],
    ['{"x-api-key":"aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789abcd"}', ['GatewayKey']],
  ])('%s', (line, names) => {
    expect(masks(line)).toEqual(names);
  });

  it('excludes everything that a log line needs', () => {
    const line = {
      time: '2026-07-15T18:42:00.123Z',
      timestamp: 1_784_140_920_123,
      level: 'info',
      event: 'trigger',
      request_id: '7c1f9d1e-2f4a-4b6c-8d0e-123456789012',
      outcome: 'message_sent',
      message_tag: '0123456789ab',
      message_sid: `MM${HEX}`,
      person_tag: '770090012345',
      twilio_code: 63_016,
      duration_ms: 412,
      xray_trace_id: '1-5759e988-bd862e3fe1be46a994272793',
    };
    expect(masks(JSON.stringify(line))).toEqual([]);
  });

  it('is defined in the characters that AWS accepts', () => {
    for (const [name, pattern] of Object.entries(REDACTED_PATTERNS)) {
      expect(name).toMatch(/^[\w-]{1,128}$/u);
      expect(pattern).toMatch(/^[\w#=@/;, ^$?[\]{}|\\*+.-]{1,200}$/u);
    }
    expect(Object.keys(REDACTED_PATTERNS).length).toBeLessThanOrEqual(10);
  });

  it('is masked in every log group', () => {
    const groups = propertiesOf(synthesise().template ?? {}, 'AWS::Logs::LogGroup');
    expect(groups).toHaveLength(5);
    for (const { DataProtectionPolicy } of groups) {
      const [audit, mask] = DataProtectionPolicy.Statement;
      const names = JSON.stringify(mask.DataIdentifier);
      for (const name of [...Object.keys(REDACTED_PATTERNS), 'PhoneNumber-GB', 'EmailAddress']) {
        expect(names).toContain(name);
      }
      expect(mask.Operation).toEqual({ Deidentify: { MaskConfig: {} } });
      expect(audit.DataIdentifier).toEqual(mask.DataIdentifier);
    }
  });
});
