import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readEnvFile } from '../../src/adapters/settings/find-settings.ts';
import { SETTINGS } from '../../src/cli/commands/config/settings-shown.ts';

const text = readFileSync('.env.example', 'utf8');

describe('.env.example', () => {
  it.each(SETTINGS.map(({ name }) => name))('mentions %s', (name) => {
    expect(text).toMatch(new RegExp(`^#? ?${name}\\b`, 'mu'));
  });

  it('lists the settings that a send needs, without values', () => {
    expect(readEnvFile('.env.example')).toEqual({
      TWILIO_ACCOUNT_SID: '',
      TWILIO_AUTH_TOKEN: '',
      TWILIO_PHONE_NUMBER: 'whatsapp:+44',
      TWILIO_TEMPLATE_SID: '',
    });
  });
});
