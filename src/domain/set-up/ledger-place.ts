/** A mounted file system, as Linux lists it. */
export type Mount = { readonly folder: string; readonly type: string };

export type PlaceFacts = {
  /** File systems, in the order in which they were mounted. Empty where the system has no list of them. */
  readonly mounts: readonly Mount[];
  /** Folders that the environment names as OneDrive's. */
  readonly oneDriveFolders: readonly string[];
};

/**
 * Why a path is no place for the ledger of live messages: a program copies the folder to other computers, or
 * it is on another computer. SQLite's log and locks are safe on a disk of this computer only
 * (sqlite.org/wal.html), and a copy that comes back from elsewhere does not know what was sent since.
 */
export type UnsafePlace = 'synchronised_folder' | 'network_folder';

/**
 * Whether a path is no place for the ledger; null where nothing speaks against it.
 *
 * @param path absolute, with links resolved
 */
export function unsafePlace(
  path: string,
  { mounts, oneDriveFolders }: PlaceFacts,
): UnsafePlace | null {
  const parts = partsOf(path);
  if (parts.some(isSynchronised) || oneDriveFolders.some((folder) => isWithin(parts, folder))) {
    return 'synchronised_folder';
  }
  if (isOnOtherComputer(path)) return 'network_folder';
  const type = typeAt(parts, mounts);
  if (CLOUD_TYPE.test(type)) return 'synchronised_folder';
  return NETWORK_TYPE.test(type) ? 'network_folder' : null;
}

/** The mounted file systems in the text of `/proc/mounts`, which writes a space in a path as `\040`. */
export function mountsIn(text: string): readonly Mount[] {
  return text.split('\n').flatMap((line) => {
    const [, folder, type] = line.split(' ');
    return folder === undefined || type === undefined ? [] : [{ folder: unescaped(folder), type }];
  });
}

function unescaped(text: string): string {
  return text.replace(/\\(?<octal>[0-7]{3})/gu, (_, octal: string) =>
    String.fromCodePoint(Number.parseInt(octal, 8)),
  );
}

/** The folders in which these programs keep what they copy, as they name them on Windows, macOS and Linux. */
const SYNCHRONISED: readonly RegExp[] = [
  // `OneDrive`, `OneDrive - Urmston Town FC`, `OneDrive-Personal`
  /^onedrive(?:\s*-.*)?$/iu,
  // `Dropbox`, `Dropbox (Personal)`, `Dropbox-Club`
  /^dropbox(?:\s*[-(].*)?$/iu,
  // `Google Drive`, `GoogleDrive-robin@example.org`, `My Drive`
  /^(?:google ?drive(?:\s*-.*)?|my drive)$/iu,
  // `iCloudDrive`, `iCloud Drive`, and the folder behind it on macOS
  /^(?:icloud ?drive|mobile documents|com~apple~clouddocs)$/iu,
  // Where macOS keeps the folders of all such programs.
  /^cloudstorage$/iu,
];

function isSynchronised(name: string): boolean {
  return SYNCHRONISED.some((pattern) => pattern.test(name));
}

/** Whether a path is a UNC path: `\\club-pc\lists`, `\\?\UNC\club-pc\lists`. `\\?\C:\lists` is none. */
function isOnOtherComputer(path: string): boolean {
  return /^\\\\(?:[^\\?.]|\?\\unc\\)/iu.test(path);
}

const CLOUD_TYPE = /^fuse\.(?:rclone|onedriver|google-drive-ocamlfuse|gdfuse|dropbox)/u;

const NETWORK_TYPE =
  /^(?:nfs\d*|cifs|smb\d*|smbfs|ncpfs|afs|coda|ceph|lustre|gfs2?|glusterfs|gpfs|davfs2?|fuse\.(?:sshfs|smbnetfs|gvfsd-fuse|davfs2?|glusterfs|ceph|s3fs|curlftpfs))$/u;

/** The type of the file system that a path is on; '' where it is not known. */
function typeAt(parts: readonly string[], mounts: readonly Mount[]): string {
  const above = mounts.filter(({ folder }) => isWithin(parts, folder));
  const depth = (mount: Mount): number => partsOf(mount.folder).length;
  // Of two at one place, the later one hides the other.
  return above.toSorted((a, b) => depth(a) - depth(b)).at(-1)?.type ?? '';
}

function isWithin(parts: readonly string[], folder: string): boolean {
  return partsOf(folder).every((part, at) => part === parts[at]);
}

function partsOf(path: string): readonly string[] {
  return path.split(/[\\/]+/u).filter((part) => part !== '');
}
