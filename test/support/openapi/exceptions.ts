/** A fault of an exchange that is none, since the specification differs from what Twilio does. */
export type Exception = {
  readonly operation: string;
  readonly fault: RegExp;
  readonly because: string;
};

/** Where Twilio's specification (@twilio/cli-core 9.0.0) and Twilio differ. */
export const EXCEPTIONS: readonly Exception[] = [
  {
    operation: 'ListChannelsSender',
    fault: /^response senders\.\d+ must NOT have additional properties: (?:pending_)?display_name/u,
    because:
      'Twilio added the state of a display name after this version: the SDK 6.2.0 has these fields.',
  },
  {
    operation: 'ListMessage',
    fault: /^response messages\.\d+\.from must match format "phone-number"$/u,
    because:
      'Twilio may bring in a form of sender that no version of the tool knows; the simulator has one, whose STOP must not be lost.',
  },
];
