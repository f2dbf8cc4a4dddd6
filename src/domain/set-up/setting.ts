/** A setting whose value is parsed. */
export type ShapedSetting =
  | 'TWILIO_ACCOUNT_SID'
  | 'TWILIO_AUTH_TOKEN'
  | 'TWILIO_API_KEY'
  | 'TWILIO_API_SECRET'
  | 'TWILIO_PHONE_NUMBER'
  | 'TWILIO_TEMPLATE_SID'
  | 'DAILY_LIMIT'
  | 'TEST_NUMBERS'
  | 'SEND_HOURS'
  | 'TEAMS'
  | 'TEAMS_FILE'
  | 'PRICE_PER_MESSAGE'
  | 'LINK'
  | 'KEEP_UNTIL'
  | 'API_KEY'
  | 'PUBLIC_URL'
  | 'LEDGER_TABLE'
  | 'LEDGER_KEY'
  | 'INVITE_QUEUE_URL'
  | 'AWS_REGION'
  | 'OPERATOR'
  | 'TWILIO_BASE_URL';

/** Why a setting cannot be used. */
export type SettingFault =
  /** Its value is missing, or is not of the form that the setting has. */
  | { readonly code: 'shape'; readonly name: ShapedSetting }
  /** Some of the test numbers are Ofcom's numbers for drama, and the run is live. */
  | { readonly code: 'example_numbers'; readonly name: 'TEST_NUMBERS' }
  | { readonly code: 'public_url_missing'; readonly name: 'PUBLIC_URL' }
  | { readonly code: 'certificates_unreadable'; readonly name: 'TWILIO_CA_BUNDLE' }
  | { readonly code: 'proxy_malformed'; readonly name: 'HTTP_PROXY' }
  | {
      readonly code: 'no_such_fault';
      readonly name: 'REHEARSAL_FAULT';
      /** The faults that there are, as they are written: `slow=MS`. */
      readonly forms: readonly string[];
    };
