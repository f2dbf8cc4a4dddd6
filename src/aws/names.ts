import { LEDGER_KEY_SECRET } from '../adapters/storage/dynamo/table-layout.ts';

/** Names of resources in the club's AWS account. */
export const REGION = 'eu-north-1';

export const FUNCTION_NAME = 'urmston-town-registration-whatsapp';
export const API_KEY_NAME = 'UrmstonTownRegistrationKey';
export const USAGE_PLAN_NAME = 'TriggerEndpointPlan';
export const OPERATOR_POLICY_NAME = 'urmston-invite-operator';
export const ERASER_POLICY_NAME = 'urmston-invite-eraser';

export const SECRETS = {
  accountSid: 'urmston/twilio/account-sid',
  authToken: 'urmston/twilio/auth-token',
  apiKey: 'urmston/trigger/api-key',
  ledgerKey: LEDGER_KEY_SECRET,
} as const;

export const PARAMETERS = {
  phoneNumber: '/urmston/twilio/phone-number',
  templateSid: '/urmston/twilio/template-sid',
  publicUrl: '/urmston/public-url',
} as const;
