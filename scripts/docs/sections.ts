import { commandList, commandReference, COMMANDS, globalOptions } from './commands.ts';
import { DOCUMENTED, jsonDocument, session } from './examples.ts';
import type { Sections } from './pages.ts';
import {
  listFields,
  listHeadings,
  settingTable,
  rehearsalFaults,
  rehearsalNumbers,
  rehearsalSetting,
  exitCodes,
  listCodes,
  setUpCodes,
  stopCodes,
} from './reference-tables.ts';

/** All generated sections. */
export const SECTIONS: Sections = {
  commands: commandList,
  command: commandReference,
  'global-options': globalOptions,
  settings: settingTable,
  session,
  json: jsonDocument,
  'exit-codes': exitCodes,
  'stop-codes': stopCodes,
  'list-codes': listCodes,
  'set-up-codes': setUpCodes,
  'list-fields': listFields,
  'list-headings': listHeadings,
  'rehearsal-numbers': rehearsalNumbers,
  'rehearsal-faults': rehearsalFaults,
  'rehearsal-setting': rehearsalSetting,
};

/** The markers that must occur in the pages, with one for each command. */
export const REQUIRED: readonly string[] = [
  ...Object.keys(SECTIONS).filter((name) => name !== 'command' && name !== 'json'),
  ...COMMANDS.map((name) => `command ${name}`),
  ...DOCUMENTED.map((name) => `json ${name}`),
];
