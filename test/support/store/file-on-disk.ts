import { closeSync, openSync, statSync, writeSync } from 'node:fs';

/** The permissions of a file or folder in octal, for example `600`. */
export function modeOf(path: string): string {
  return (statSync(path).mode & 0o777).toString(8);
}

/** Damages a file: writes over `length` bytes of it, from `offset` on. */
export function overwrite(file: string, offset: number, length: number): void {
  const descriptor = openSync(file, 'r+');
  writeSync(descriptor, Buffer.alloc(length, 0xab), 0, length, offset);
  closeSync(descriptor);
}
