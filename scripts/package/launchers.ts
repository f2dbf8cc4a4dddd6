/** A file of a download. */
export type PackedFile = {
  /** Relative to the download's folder, with slashes. */
  readonly path: string;
  /** Its content, or the file on this computer that holds it. */
  readonly content: string | { readonly from: string };
  readonly isExecutable?: boolean;
};

/**
 * Opens the menu by a double-click. A list that is dropped on the file is the menu's list. `chcp 65001` makes
 * the window show UTF-8. Command Prompt reads a file only with its own line ends.
 */
const WINDOWS_MENU = `@echo off
title Urmston Invite
chcp 65001 >nul
if "%~1"=="" (
  "%~dp0app\\node.exe" "%~dp0app\\dist\\urmston-invite.js" menu
) else (
  "%~dp0app\\node.exe" "%~dp0app\\dist\\urmston-invite.js" menu -- "%~1"
)
if errorlevel 1 pause
`;

const WINDOWS_COMMAND = `@"%~dp0node.exe" "%~dp0dist\\urmston-invite.js" %*
`;

/** Opens the menu by a double-click in the Finder. The folder of the lists stays the user's own. */
const MACOS_MENU = `#!/bin/sh
here=$(dirname "$0")
exec "$here/app/node" "$here/app/dist/urmston-invite.js" menu
`;

const MACOS_COMMAND = `#!/bin/sh
here=$(dirname "$0")
exec "$here/node" "$here/dist/urmston-invite.js" "$@"
`;

/** The files on Windows that start the tool. */
export const WINDOWS_LAUNCHERS: readonly PackedFile[] = [
  { path: 'Urmston Invite.cmd', content: withWindowsLineEnds(WINDOWS_MENU) },
  { path: 'app/urmston-invite.cmd', content: withWindowsLineEnds(WINDOWS_COMMAND) },
];

/** The files on macOS that start the tool. */
export const MACOS_LAUNCHERS: readonly PackedFile[] = [
  { path: 'Urmston Invite.command', content: MACOS_MENU, isExecutable: true },
  { path: 'app/urmston-invite', content: MACOS_COMMAND, isExecutable: true },
];

function withWindowsLineEnds(text: string): string {
  return text.replaceAll('\n', '\r\n');
}
