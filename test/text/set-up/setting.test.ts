import { describe, expect, it } from '@jest/globals';
import type { SettingFault, ShapedSetting } from '../../../src/domain/set-up/setting.ts';
import { EXPECTED_SETTINGS, explainSettingFault } from '../../../src/text/set-up/setting.ts';

const EVERY_FAULT: { readonly [code in SettingFault['code']]: SettingFault & { code: code } } = {
  shape: { code: 'shape', name: 'LEDGER_KEY' },
  example_numbers: { code: 'example_numbers', name: 'TEST_NUMBERS' },
  public_url_missing: { code: 'public_url_missing', name: 'PUBLIC_URL' },
  certificates_unreadable: { code: 'certificates_unreadable', name: 'TWILIO_CA_BUNDLE' },
  proxy_malformed: { code: 'proxy_malformed', name: 'HTTP_PROXY' },
  no_such_fault: { code: 'no_such_fault', name: 'REHEARSAL_FAULT', forms: ['drop', 'slow=MS'] },
};

const WORDS: { readonly [code in SettingFault['code']]: string } = {
  shape: 'Set LEDGER_KEY to the key of the shared ledger: 64 hex digits.',
  example_numbers:
    'Set TEST_NUMBERS to your own phones: 07700 900000 to 900999 are kept for examples, and nobody has them.',
  public_url_missing: 'Set PUBLIC_URL to the https address at which Twilio reaches the service.',
  certificates_unreadable: 'Set TWILIO_CA_BUNDLE to a file of certificates that can be read.',
  proxy_malformed: 'Set HTTP_PROXY to the address of a proxy, as http://proxy.example:8080.',
  no_such_fault:
    'Set REHEARSAL_FAULT to a fault, or several with commas between them, as accept-then-drop, 429=2@1,slow=500 or list-lag=2000; the faults are drop, slow=MS.',
};

describe('a setting that cannot be used', () => {
  it.each(Object.values(EVERY_FAULT))('is put right by an instruction: $code', (fault) => {
    expect(explainSettingFault(fault)).toBe(WORDS[fault.code]);
  });

  it.each(Object.entries(EXPECTED_SETTINGS))('says what %s has to be', (name, expected) => {
    expect(explainSettingFault({ code: 'shape', name: name as ShapedSetting })).toBe(
      `Set ${name} to ${expected}.`,
    );
  });
});
